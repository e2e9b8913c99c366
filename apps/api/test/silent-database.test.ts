import { once } from 'node:events';
import { createServer } from 'node:net';
import { createPool, requestDeadlines } from '@sms-crm/db/pool';
import { portOf, withDeadline } from '@sms-crm/runtime/metrics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

/** A server that takes connections and never says a word. */
const silent = createServer((socket) => socket.on('error', () => undefined));

let real: TestServices;
let kit: TestApp;
beforeAll(async () => {
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  real = await createTestServices();
  const url = `postgresql://sms_app:x@127.0.0.1:${portOf(silent)}/none`;
  const { log } = real;
  const app = createPool({ url, role: 'sms_app', max: 2, name: 'test', log, deadlines: requestDeadlines });
  kit = await createTestApp({ services: { ...real, app } });
});
afterAll(async () => {
  await kit.close();
  await real.close();
  silent.close();
});

test('while the database hangs, each request is answered within its deadline, in words', async () => {
  const { keys } = await newTenantKeys(real);
  const asked = Array.from({ length: 6 }, () => call(kit.app, keys['owner'], { url: '/v1/contacts' }));
  for (const answer of await withDeadline(Promise.all(asked), 10_000, 'the API')) {
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2', 'content-type': 'application/problem+json; charset=utf-8' },
      body: { code: 'unavailable', detail: expect.stringMatching(/database does not answer/) as unknown },
    });
  }
});
