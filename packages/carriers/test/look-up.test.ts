import { afterEach, expect, test } from 'vitest';
import { createCarrierLookup } from '../src/lookup.ts';
import { lookUpBase } from '../src/twilio/look-up.ts';
import { credentials, json, scriptedCarrier } from './scripted-carrier.ts';
import { checkRequest } from './twilio-documents.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function lookUp(answer: Parameters<typeof scriptedCarrier>[0]) {
  const wire = await scriptedCarrier(answer);
  const carriers = createCarrierLookup({ baseUrl: wire.url, connections: 1, requestTimeoutMs: 2_000 });
  closing.push(carriers.close, wire.hangUp);
  return { ...wire, type: () => carriers.lookup(credentials).lookUp('+14155550123') };
}

test('the line of a phone is read from Lookup v2', async () => {
  const { type, received } = await lookUp(
    json(200, { phone_number: '+14155550123', valid: true, line_type_intelligence: { type: 'landline' } }),
  );
  expect(await type()).toBe('landline');
  expect(received[0]?.path).toMatch(
    /^\/v2\/PhoneNumbers\/(\+|%2B)14155550123\?Fields=line_type_intelligence$/,
  );
  expect(received.map(checkRequest)).toEqual([undefined]);
});

test('a phone that cannot be is invalid, one nobody knows unknown, and an error is thrown', async () => {
  expect(await (await lookUp(json(200, { valid: false }))).type()).toBe('invalid');
  expect(await (await lookUp(json(200, { valid: true, line_type_intelligence: null }))).type()).toBe(
    'unknown',
  );
  await expect((await lookUp(json(500, { message: 'no', status: 500 }))).type()).rejects.toThrow(/./);
});

test('Twilio has Lookup on a host of its own, others on theirs', () => {
  expect(lookUpBase('https://api.twilio.com')).toBe('https://lookups.twilio.com');
  expect(lookUpBase('http://localhost:3003')).toBe('http://localhost:3003');
});
