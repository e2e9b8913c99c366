import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { clientOf, credentials } from './scripted-carrier.ts';

/** Published by Twilio with its SDK (MIT). */
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const params = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};
const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

const { lookup, close } = clientOf('http://127.0.0.1:9');
afterAll(() => close());
const carrier = lookup({ ...credentials, authToken: '12345' });

test('takes the published signatures', () => {
  expect(carrier.verifySignature({ url, params, signature })).toBe(true);
  const other = 'http://mycompany.com:1234/myapp.php?foo=1&bar=2';
  expect(carrier.verifySignature({ url: other, params, signature: 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=' })).toBe(
    true,
  );
});

test('takes a signature of the URL alone, as of a JSON body', () => {
  const hash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
  expect(
    carrier.verifySignature({
      url: `${url}&bodySHA256=${hash}`,
      params: {},
      signature: 'a9nBmqA0ju/hNViExpshrM61xv4=',
    }),
  ).toBe(true);
});

test('the order of the parameters does not matter', () => {
  const turned = Object.fromEntries(Object.entries(params).toReversed());
  expect(carrier.verifySignature({ url, params: turned, signature })).toBe(true);
});

test.each([
  ['another scheme', { url: url.replace('https', 'http') }],
  ['another path', { url: url.replace('.php', '.php/') }],
  ['another host', { url: url.replace('mycompany', 'theircompany') }],
  ['a fragment left in', { url: `${url}#rc=5` }],
  ['a changed parameter', { params: { ...params, Digits: '1235' } }],
  ['a parameter more', { params: { ...params, Extra: 'x' } }],
  ['no parameters', { params: {} }],
  ['no signature', { signature: '' }],
  ['a signature cut short', { signature: signature.slice(0, -2) }],
  ['an address that is none', { url: '/myapp.php' }],
  ['no address', { url: '' }],
])('%s makes it wrong', (_name, change) => {
  expect(carrier.verifySignature({ url, params, signature, ...change })).toBe(false);
});

test('another account’s token makes it wrong', () => {
  expect(lookup(credentials).verifySignature({ url, params, signature })).toBe(false);
});

test('garbage is wrong and never throws', () => {
  const garbage = fc.record({
    url: fc.oneof(fc.string(), fc.webUrl()),
    params: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
    signature: fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()),
  });
  fc.assert(
    fc.property(garbage, (request) => {
      expect(carrier.verifySignature(request)).toBe(false);
    }),
  );
});
