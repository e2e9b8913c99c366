import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhookRefusalPage, type WebhookRefusal } from '@sms-crm/contracts/webhook-refusals';
import { portOf } from '@sms-crm/runtime/metrics';
import { buildCallbackUrl } from '@sms-crm/domain/webhooks/callback-url';
import { call, newTenantKeys, type TestApp } from './kit.ts';
import {
  authToken,
  base,
  keepFormer,
  newAccount,
  openDoor,
  post,
  sid,
  sign,
  statusOf,
  stored,
  textOf,
  type Account,
} from './webhook-kit.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await openDoor({ longestFormMs: 300 });
  await kit.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => kit.close());

const day = 86_400_000;
const statusPath = ({ key }: Account) => `/webhooks/twilio/${key}/status`;
const inboundPath = ({ key }: Account) => `/webhooks/twilio/${key}/inbound`;

/** Path and query of a callback URL. */
function callbackPath(account: Account, options: { now?: Date; secret?: string } = {}): string {
  const { settings } = kit.services;
  const url = new URL(
    buildCallbackUrl(
      { ...settings, callbackSecret: options.secret ?? settings.callbackSecret },
      {
        accountKey: account.key,
        messageId: '0199aaaa-0000-7000-8000-000000000001',
        attempt: 0,
        now: options.now ?? new Date(),
      },
    ),
  );
  return `${url.pathname}${url.search}`;
}

async function refusalsOf(account: Account): Promise<WebhookRefusal[]> {
  const answer = await call(kit.app, account.keys['viewer'], { method: 'GET', url: '/v1/webhook-refusals' });
  return webhookRefusalPage.parse(answer.body).items;
}

async function causesOf(account: Account): Promise<string[]> {
  return (await refusalsOf(account)).map(({ cause }) => cause).toSorted();
}

const forgery = { token: 'guessed' };

/** The signature of another form, to be sent with a forged one. */
const asSigned = (path: string, params: Record<string, string>) => ({
  headers: { 'x-twilio-signature': sign(authToken, `${base}${path}`, params) },
});

/** What a proxy in front shows of the request. */
const from = (host: string) => ({ headers: { host, 'x-forwarded-proto': 'https' } });

test('whatever was not signed for exactly this is refused, told apart by its cause, and leaves nothing', async () => {
  const account = await newAccount(kit);
  const other = await newAccount(kit, { token: 'the-other-token' });
  const [status, inbound] = [statusPath(account), inboundPath(account)];
  const params = statusOf(account);
  const signed = sign(authToken, `${base}${status}`, params);
  const replayed = { headers: { 'x-twilio-signature': signed } };
  const refused = [
    await post(kit, status, params, forgery),
    await post(kit, status, params, { token: 'the-other-token' }),
    await post(kit, status, { ...params, MessageStatus: 'failed' }, replayed),
    await post(kit, status, { ...params, Extra: '1' }, replayed),
    await post(kit, inbound, params, replayed),
    await post(kit, statusPath(other), params, replayed),
    await post(kit, status.replace('status', '%73tatus'), params, replayed),
    await post(kit, `${status}?bodySHA256=${'0'.repeat(64)}`, params),
    await post(kit, `${status}?BODYsha256=00`, params),
    await post(kit, status, params, { headers: { 'x-twilio-signature': '' } }),
    await post(kit, status, statusOf(other)),
    await post(kit, `${status}?m=1&a=0&s=x`, params),
    await post(kit, `${inbound}?m=1`, textOf(account)),
    await post(kit, callbackPath(account, { secret: 'guessed' }), params),
    await post(kit, callbackPath(account).replace('a=0', 'a=1'), params),
    await post(kit, callbackPath(account, { now: new Date(Date.now() - 15 * day) }), params),
  ];
  expect(refused.map(({ status, code }) => [status, code])).toEqual(
    refused.map(() => [403, 'wrong_signature']),
  );
  expect([...(await stored(kit, account)), ...(await stored(kit, other))]).toEqual([]);
  await expect
    .poll(() => causesOf(account), { timeout: 10_000 })
    .toEqual(
      expect.arrayContaining([
        'body-hash',
        'expired-link',
        'forged-link',
        'no-signature',
        'unexplained',
        'unknown-query',
        'wrong-account-sid',
      ]),
    );
  const words = JSON.stringify(await refusalsOf(account));
  expect(words).not.toContain(signed);
  expect(words).not.toContain('s=');
});

test('a signed form whose fields were cut anew is refused, and the webhook itself is taken once', async () => {
  const account = await newAccount(kit);
  const text = textOf(account, { Body: 'END' });
  const failed = statusOf(account, { MessageStatus: 'failed', ErrorCode: '30003' });
  const { Body: _body, ...silent } = text;
  const { ErrorCode: _code, ...plain } = failed;
  const [inbound, status] = [inboundPath(account), statusPath(account)];
  const swapped = [
    await post(kit, inbound, { ...silent, BodyE: 'ND' }, asSigned(inbound, text)),
    await post(kit, inbound, { ...silent, Bod: 'yEND' }, asSigned(inbound, text)),
    await post(kit, inbound, { ...text, Body: 'EN', D: '' }, asSigned(inbound, text)),
    await post(kit, status, { ...plain, ErrorCode30003: '' }, asSigned(status, failed)),
    await post(
      kit,
      status,
      { ...plain, AccountSid: `${failed['AccountSid']}ErrorCode30003` },
      asSigned(status, failed),
    ),
  ];
  expect(swapped.map(({ code }) => code)).toEqual([
    'invalid_input',
    'invalid_input',
    'invalid_input',
    'invalid_input',
    'wrong_signature',
  ]);
  for (let n = 0; n < 2; n += 1) {
    expect(await post(kit, inboundPath(account), text)).toMatchObject({ status: 200 });
    expect(await post(kit, statusPath(account), failed)).toMatchObject({ status: 204 });
  }
  expect((await stored(kit, account)).map(({ params }) => params)).toEqual([text, failed]);
  await expect.poll(() => causesOf(account), { timeout: 10_000 }).toContain('unknown-form');
});

test('a START that is replayed after a later STOP lets nobody be texted', async () => {
  const account = await newAccount(kit);
  const start = textOf(account, { Body: 'START' });
  await post(kit, inboundPath(account), start);
  await post(kit, inboundPath(account), textOf(account, { Body: 'STOP' }));
  expect(await post(kit, inboundPath(account), start)).toMatchObject({ status: 200 });
  const { rows } = await kit.services.database.owner.query<Record<string, unknown>>(
    'select origin, lifted_at from do_not_contact where tenant_id = $1',
    [account.tenantId],
  );
  expect(rows).toEqual([{ origin: 'recipient', lifted_at: null }]);
});

test('malformed bodies and addresses are refused with words, and hurt nobody', async () => {
  const account = await newAccount(kit);
  const path = statusPath(account);
  const params = statusOf(account);
  const many = Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`P${n}`, '']));
  const twice = `${new URLSearchParams(params).toString()}&MessageStatus=failed`;
  const answers = [
    await post(kit, path, params, { body: '%' }),
    await post(kit, path, params, { body: twice }),
    await post(kit, path, { ...params, ...many }),
    await post(kit, path, params, { body: `a=${'x'.repeat(64 * 1024)}` }),
    await post(kit, path, params, { headers: { 'content-type': 'application/json' }, body: '{"a":1}' }),
    await post(kit, path, params, { headers: { 'content-type': 'multipart/form-data' }, body: 'x' }),
    await post(kit, `${path}/`, params),
    await post(kit, '/webhooks/twilio/%00/status', params),
    await post(kit, '/webhooks/twilio/%/status', params),
    await post(kit, `/webhooks/twilio/${'k'.repeat(200)}/status`, params),
    await post(kit, `/webhooks/twilio/../${account.key}/status`, params),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    403, 400, 400, 413, 415, 415, 404, 404, 400, 400, 404,
  ]);
  expect(answers.every(({ detail }) => (detail ?? '').length > 20)).toBe(true);
  expect((await kit.app.inject({ url: path })).statusCode).toBe(404);
  expect(await post(kit, path, { ...params, Half: '\uD800', Nul: '\0' })).toMatchObject({ status: 204 });
  expect(await stored(kit, account)).toHaveLength(1);
});

/** Opens a connection, writes, and reads until the other end closes it. */
function converse(port: number, write: (send: (text: string) => boolean) => Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      write((text) => !socket.destroyed && socket.write(text)).catch(reject);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.once('error', () => resolve(answer)).once('close', () => resolve(answer));
  });
}

test('a form that trickles in, or never ends, is answered and its connection closed', async () => {
  const account = await newAccount(kit);
  const port = portOf(kit.app.server);
  const head = `POST ${statusPath(account)} HTTP/1.1\r\nhost: api.test\r\ncontent-type: application/x-www-form-urlencoded\r\n`;
  const slow = await converse(port, async (send) => {
    send(`${head}content-length: 1000\r\n\r\n`);
    while (send('a')) await sleep(20);
  });
  expect(slow).toMatch(/^HTTP\/1\.1 400 .*did not arrive within/s);
  const endless = await converse(port, async (send) => {
    send(`${head}transfer-encoding: chunked\r\n\r\n`);
    while (send(`4000\r\n${'x'.repeat(0x40_00)}\r\n`)) await sleep(1);
  });
  expect(endless).toMatch(/^HTTP\/1\.1 413 /);
  expect(await post(kit, statusPath(account), statusOf(account))).toMatchObject({ status: 204 });
});

test('of a wrong set-up the page shows the likely cause: scheme, port, host, path, token, account', async () => {
  const tenant = await newTenantKeys(kit.services);
  const account = await newAccount(kit, { tenant });
  await newAccount(kit, { tenant, token: 'the-other-token', name: 'Other club' });
  await keepFormer(kit, account, '-1 second');
  const path = inboundPath(account);
  const wrong: [string, string, Parameters<typeof post>[3]][] = [
    ['scheme', path, { ...from('one.test'), signedUrl: `https://api.test${path}` }],
    ['port', path, { ...from('api.test:3001'), signedUrl: `http://api.test:3001${path}` }],
    ['host', path, { ...from('sms.example'), signedUrl: `https://sms.example${path}` }],
    ['path', path, { ...from('four.test'), signedUrl: `${base}${path}/` }],
    ['former-token', path, { ...from('five.test'), token: 'former-token' }],
    ['other-account', path, { ...from('six.test'), token: 'the-other-token' }],
    ['unexplained', path, { ...from('seven.test'), token: 'nobody' }],
  ];
  for (const [, url, options] of wrong) {
    expect(await post(kit, url, textOf(account), options)).toMatchObject({ status: 403 });
  }
  const expected = wrong.map(([cause]) => cause).toSorted();
  await expect.poll(() => causesOf(account), { timeout: 10_000 }).toEqual(expected);
  const found = new Map((await refusalsOf(account)).map((refusal) => [refusal.cause, refusal]));
  expect(found.get('host')).toMatchObject({
    account: { name: 'Test' },
    kind: 'inbound',
    expectedUrl: `${base}${path}`,
    seenUrl: `https://sms.example${path}`,
    hint: `It was signed for https://sms.example${path}.`,
    hits: 1,
  });
  expect(found.get('other-account')).toMatchObject({ hint: 'The account “Other club” signed it.' });
  const agent = await call(kit.app, tenant.keys['agent'], { method: 'GET', url: '/v1/webhook-refusals' });
  expect(agent.status).toBe(403);
  expect(await refusalsOf(await newAccount(kit))).toEqual([]);
});

test('a flood of forgeries is one row that counts, and its writer keeps few addresses', async () => {
  const account = await newAccount(kit);
  const path = statusPath(account);
  const params = { ...statusOf(account), MessageSid: sid() };
  await Promise.all(Array.from({ length: 80 }, () => post(kit, path, params, forgery)));
  const hits = async () => (await refusalsOf(account)).map((refusal) => [refusal.cause, refusal.hits]);
  await expect.poll(hits, { timeout: 10_000 }).toEqual([['unexplained', 80]]);
  const hosts = Array.from({ length: 70 }, (_, n) => `h${n}.test`);
  await Promise.all(hosts.map((host) => post(kit, path, params, { ...forgery, headers: { host } })));
  await expect.poll(async () => (await refusalsOf(account)).length, { timeout: 10_000 }).toBe(50);
});
