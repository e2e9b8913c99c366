import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seal } from '@sms-crm/domain/access/seal';
import { buildCallbackUrl } from '@sms-crm/domain/webhooks/callback-url';
import type { TestApp } from './kit.ts';
import * as door from './webhook-kit.ts';
import { base, statusOf, textOf, type Account, type PostOptions } from './webhook-kit.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await door.openDoor();
});
afterAll(() => kit.close());

const newAccount = () => door.newAccount(kit);
const stored = (account: Account) => door.stored(kit, account);
const post = (path: string, params: Record<string, string>, options?: PostOptions) =>
  door.post(kit, path, params, options);

test('a signed status callback is stored once, answered 204 and applied by one job', async () => {
  const account = await newAccount();
  const messageId = randomUUID();
  const url = new URL(
    buildCallbackUrl(kit.services.settings, {
      accountKey: account.key,
      messageId,
      attempt: 3,
      now: new Date(),
    }),
  );
  const params = statusOf(account);
  for (let n = 0; n < 3; n += 1) {
    expect(await post(`${url.pathname}${url.search}`, params)).toMatchObject({ status: 204, body: '' });
  }
  const dedupe_key = `${params.MessageSid}:delivered:`;
  expect(await stored(account)).toEqual([
    { kind: 'status', dedupe_key, message_id: messageId, attempt: 3, params },
  ]);
  await expect
    .poll(() => kit.services.jobs)
    .toContainEqual({
      name: 'webhook.apply',
      payload: { tenantId: account.tenantId },
      jobId: `webhook.apply-${account.tenantId}`,
    });
});

test('a STOP is in force when the carrier has its answer, without any job', async () => {
  const account = await newAccount();
  expect(
    await post(`/webhooks/twilio/${account.key}/inbound`, textOf(account, { Body: 'Stop' })),
  ).toMatchObject({ status: 200 });
  const { rows } = await kit.services.database.owner.query<Record<string, unknown>>(
    'select phone, origin, lifted_at from do_not_contact where tenant_id = $1',
    [account.tenantId],
  );
  expect(rows).toEqual([{ phone: '+14155552671', origin: 'recipient', lifted_at: null }]);
});

test('an inbound message is kept untrimmed and answered with an empty TwiML response', async () => {
  const account = await newAccount();
  const params = textOf(account);
  const answer = await post(`/webhooks/twilio/${account.key}/inbound`, params);
  expect(answer).toMatchObject({
    status: 200,
    body: expect.stringContaining('<Response></Response>') as string,
  });
  expect(String(answer.headers['content-type'])).toMatch(/^text\/xml/);
  expect(await stored(account)).toMatchObject([{ kind: 'inbound', dedupe_key: params.MessageSid, params }]);
});

test('nothing that the carrier did not sign for exactly this address gets in', async () => {
  const account = await newAccount();
  const other = await newAccount();
  const path = `/webhooks/twilio/${account.key}/status`;
  const params = statusOf(account);
  const mine = { accountKey: account.key, messageId: randomUUID(), attempt: 0, now: new Date() };
  const forged = new URL(buildCallbackUrl({ publicApiUrl: base, callbackSecret: 'guessed' }, mine));
  const refused = [
    await post(path, params, { token: 'another-token' }),
    await post(path, params, { headers: { 'x-twilio-signature': '' } }),
    await post(path, params, {
      body: new URLSearchParams({ ...params, MessageStatus: 'failed' }).toString(),
    }),
    await post(path, params, { signedUrl: `https://api.test${path}` }),
    await post(path, params, { signedUrl: `${base}${path}/` }),
    await post(path, params, { signedUrl: `${base}/webhooks/twilio/${account.key}/inbound` }),
    await post(`${path}?bodySHA256=00`, params),
    await post(path, statusOf(other)),
    await post(`${forged.pathname}${forged.search}`, params),
  ];
  expect(refused.map(({ status, code }) => [status, code])).toEqual(
    refused.map(() => [403, 'wrong_signature']),
  );
  expect(await post('/webhooks/twilio/nobody/status', params)).toMatchObject({
    status: 404,
    code: 'not_found',
  });
  expect(await stored(account)).toEqual([]);
});

test('the host and the forwarding headers of the request do not matter, the configured address does', async () => {
  const account = await newAccount();
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  const path = `/webhooks/twilio/${account.key}/status`;
  expect(await post(path, statusOf(account), { headers })).toMatchObject({ status: 204 });
  const refused = await post(path, statusOf(account), { headers, signedUrl: `https://evil.example${path}` });
  expect(refused).toMatchObject({ status: 403 });
});

test('what is no webhook of a text is refused by its fault', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/inbound`;
  const params = textOf(account);
  const twice = `${new URLSearchParams(params).toString()}&Body=again`;
  const answers = [
    await post(path, textOf(account, { MessageSid: 'SM1' })),
    await post(path, params, { body: twice }),
    await post(path, params, { body: 'x'.repeat(70_000) }),
    await post(path, params, { headers: { 'content-type': 'application/json' }, body: '{}' }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 413, 415]);
  expect(answers.at(-1)?.detail).toBe(
    'Carrier webhooks are forms. Post them as application/x-www-form-urlencoded.',
  );
  expect(await stored(account)).toEqual([]);
});

test('a signed status callback with words of no known form is stored as it came, once', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/status`;
  const strange = [
    statusOf(account, { MessageStatus: 'pondering' }),
    statusOf(account, { MessageStatus: 'failed', ErrorCode: 'e-30003' }),
    statusOf(account, { MessageStatus: 'x'.repeat(20_000), ErrorCode: ':' }),
    statusOf(account, { ErrorCode: '' }),
  ];
  const answers = await Promise.all([...strange, ...strange].map((params) => post(path, params)));
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 204));
  const kept = (await stored(account)).map((row) => row['params']);
  expect(kept).toHaveLength(strange.length);
  expect(kept).toEqual(expect.arrayContaining(strange));
  expect(await post(path, statusOf(account, { MessageStatus: 'a\0b' }))).toMatchObject({ status: 204 });
  expect(await stored(account)).toHaveLength(strange.length + 1);
});

test('a status callback without a text or a status is refused', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/status`;
  const { MessageSid: _sid, ...nameless } = statusOf(account);
  const { MessageStatus: _status, ...silent } = statusOf(account);
  const bodies = [nameless, silent, statusOf(account, { MessageSid: 'SM1' })];
  const answers = await Promise.all(bodies.map((params) => post(path, params)));
  expect(answers.map(({ status, code }) => [status, code])).toEqual(bodies.map(() => [400, 'invalid_input']));
  expect(await stored(account)).toEqual([]);
});

test('bytes PostgreSQL cannot hold do not spoil the batch', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/inbound`;
  const bodies = ['a\0b', 'plain', '\uFFFD', '\\u0000'];
  const answers = await Promise.all(bodies.map((Body) => post(path, textOf(account, { Body }))));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  expect((await stored(account)).map((row) => row['params'])).toMatchObject([
    { Body: 'ab' },
    { Body: 'plain' },
    { Body: '\uFFFD' },
    { Body: '\\u0000' },
  ]);
});

test('many at once are all stored', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/status`;
  const answers = await Promise.all(Array.from({ length: 300 }, () => post(path, statusOf(account))));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
  expect((await stored(account)).length).toBe(300);
});

test('while the database is away the carrier is asked to come again', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/status`;
  expect(await post(path, statusOf(account))).toMatchObject({ status: 204 });
  const { system } = kit.services;
  const away = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
  kit.services.system = away;
  const refused = await post(path, statusOf(account));
  kit.services.system = system;
  await away.end();
  expect(refused).toMatchObject({ status: 503, code: 'unavailable', headers: { 'retry-after': '2' } });
  expect(await post(path, statusOf(account))).toMatchObject({ status: 204 });
});

test('after a rotation both tokens sign, the former one for a day', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/inbound`;
  await door.keepFormer(kit, account, '1 hour');
  expect((await post(path, textOf(account))).status).toBe(200);
  expect((await post(path, textOf(account), { token: 'former-token' })).status).toBe(200);
  expect((await post(path, textOf(account), { token: 'another' })).status).toBe(403);
  const late = await newAccount();
  await door.keepFormer(kit, late, '-1 second');
  const there = `/webhooks/twilio/${late.key}/inbound`;
  expect((await post(there, textOf(late), { token: 'former-token' })).status).toBe(403);
});

test('a token that was changed a moment ago signs at once, and again after a second', async () => {
  const account = await newAccount();
  const path = `/webhooks/twilio/${account.key}/inbound`;
  const change = (token: string) =>
    kit.services.database.owner.query(
      'update carrier_accounts set auth_token_sealed = $2 where tenant_id = $1',
      [account.tenantId, seal(kit.services.settings, token)],
    );
  const answer = async (token: string) => (await post(path, textOf(account), { token })).status;
  expect(await answer(door.authToken)).toBe(200);
  await change('second-token');
  expect([await answer('second-token'), await answer(door.authToken)]).toEqual([200, 403]);
  await change('third-token');
  await expect.poll(() => answer('third-token'), { timeout: 5_000 }).toBe(200);
});
