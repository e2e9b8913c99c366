import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { problem } from '@sms-crm/contracts/errors';
import { portOf } from '@sms-crm/runtime/metrics';
import { openApiParts, type Operation } from '../src/artefacts/openapi-parts.ts';
import { sampleOf } from '../src/artefacts/sample.ts';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
let app: FastifyInstance;
let routes: { name: string; method: string; path: string; operation: Operation }[];
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
  const { paths } = openApiParts.parse(JSON.parse(JSON.stringify(app.swagger())));
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method,
      path,
      operation,
    })),
  );
});
afterAll(() => kit.close());

/** What answers without signing in; a new entry is a decision. */
const publicRoutes = [
  'GET /auth/magic-link/verify',
  'GET /v1/setup',
  'POST /auth/sign-in/email',
  'POST /auth/sign-out',
  'POST /v1/setup',
];

/** A request to a route with sample values, and the given ids in its path. */
function requestTo({ method, path, operation }: (typeof routes)[number], pathValue: string): InjectOptions {
  const body = operation.requestBody?.content['application/json'];
  const form = operation.requestBody?.content['multipart/form-data'];
  return {
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).parse(method.toUpperCase()),
    url: path.replace(/\{\w+\}/, encodeURIComponent(pathValue)),
    ...(body === undefined ? {} : { payload: JSON.stringify(sampleOf(body.schema)) }),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(form === undefined ? {} : { 'content-type': 'multipart/form-data; boundary=x' }),
    },
  };
}

test('just the listed routes are public', () => {
  const open = routes.filter(({ operation }) => operation.security?.length === 0);
  expect(open.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual(publicRoutes);
});

test('every other route answers 401 without credentials and with an unknown key', async () => {
  const closed = routes.filter(({ name }) => !publicRoutes.includes(name));
  expect(closed.length).toBeGreaterThan(30);
  const unknown = 'smscrm_unknown';
  for (const route of closed) {
    const request = requestTo(route, '00000000-0000-7000-8000-000000000000');
    const answers = [await call(app, undefined, request), await call(app, unknown, request)];
    expect([route.name, ...answers.map(({ status }) => status)]).toEqual([route.name, 401, 401]);
  }
});

const made = z.object({ id: z.uuid() });

/** One thing of each kind that has a path, in one tenant. */
async function thingsOf(tenantId: string, key: string | undefined): Promise<Record<string, string>> {
  const post = async (url: string, payload: object) =>
    made.parse((await call(app, key, { method: 'POST', url, payload })).body).id;
  const insert = async (statement: string) => {
    const { rows } = await kit.services.database.owner.query(statement, [tenantId]);
    return made.parse(rows[0]).id;
  };
  const roleId = await insert(`select id from roles where tenant_id = $1 and key = 'viewer'`);
  await post('/v1/do-not-contact', { phone: '+14155552672' });
  return {
    'api-keys': await post('/v1/api-keys', { name: 'Robot', roleId }),
    campaigns: await post('/v1/campaigns', { name: 'Spring' }),
    contacts: await post('/v1/contacts', { phone: '+14155552671' }),
    'do-not-contact': '+14155552672',
    segments: await post('/v1/segments', { name: 'Locals', filter: { type: 'tag', tag: 'local' } }),
    'click-reclassifications': await post('/v1/click-reclassifications', {}),
    'suppression-rules': await post('/v1/suppression-rules', {
      name: 'Bay',
      kind: 'area-codes',
      config: { codes: ['415'] },
    }),
    templates: await post('/v1/templates', { name: 'Hours', body: 'We open at 9.' }),
    'link-domains': await post('/v1/link-domains', { host: 'go.harbor.com' }),
    'carrier-accounts': await insert(
      `insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed) values ($1, gen_random_uuid()::text, 'twilio', 'Test', 'AC', 'x') returning id`,
    ),
    conversations: await insert(
      `insert into conversations (tenant_id, phone, number_phone, last_message_id, last_direction, last_text, last_at)
      values ($1, '+14155552671', '+14155550100', uuidv7(), 'inbound', 'Hi', now()) returning id`,
    ),
    'dead-letters': await insert(
      `insert into dead_letters (tenant_id, kind, subject_id, code) values ($1, 'webhook', uuidv7(), 'webhook_failed') returning id`,
    ),
    imports: await insert(
      `insert into imports (tenant_id, file_name, status, created_by) values ($1, 'a.csv', 'checked', 'test') returning id`,
    ),
    numbers: await insert(
      `with account as (
        insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed)
        values ($1, uuidv7()::text, 'twilio', 'Test', 'AC_test', 'sealed') returning id
      ) insert into sending_numbers (tenant_id, carrier_account_id, phone, type, rate_parts, stop_confirmer)
      select $1, id, '+14155550100', 'long-code', 1, 'self' from account returning id`,
    ),
    'auto-replies': await post('/v1/auto-replies', { name: 'Hours', words: ['hours'], body: 'From 9 to 5.' }),
    'opt-out-rules': await post('/v1/opt-out-rules', {
      name: 'Moved',
      phrases: ['moved away'],
      verdict: 'doubtful',
    }),
    'opt-out-reviews': await insert(
      `insert into opt_out_reviews (tenant_id, phone, message_id, body, rule, found, simulated, opened_at, due_at)
      values ($1, '+14155552671', uuidv7(), 'who is this', 'r', 'who', false, now(), now()) returning id`,
    ),
    'test-phones': await insert(
      `insert into test_phones (tenant_id, phone, name, added_by) values ($1, '+14155552673', 'Mine', 'test') returning id`,
    ),
    registrations: await insert(
      `insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status)
      select $1, id, '10dlc', 'Club', 'approved' from carrier_accounts where tenant_id = $1 returning id`,
    ),
    messages: await insert(
      `insert into messages (tenant_id, direction, status, phone) values ($1, 'inbound', 'received', '+14155552671') returning id`,
    ),
  };
}

test('the things of another tenant are not there, for every route that names one', async () => {
  const [a, b] = [await newTenantKeys(kit.services), await newTenantKeys(kit.services)];
  const things = await thingsOf(a.tenantId, a.keys['owner']);
  const naming = routes.filter(({ path }) => path.includes('{') && !path.startsWith(ofPlatform));
  expect(naming.length).toBeGreaterThan(15);
  for (const route of naming) {
    const thing = things[route.path.split('/')[2] ?? ''] ?? 'no such thing in this test';
    const answer = await call(app, b.keys['owner'], requestTo(route, thing));
    expect([route.name, answer.status, answer.body]).toMatchObject([route.name, 404, { code: 'not_found' }]);
  }
});

/** Routes to what stands above tenants. */
const ofPlatform = '/v1/platform/';

test('what stands above tenants is closed to every key, with words', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const above = routes.filter(({ path }) => path.startsWith(ofPlatform));
  expect(above.length).toBe(3);
  for (const route of above) {
    const answer = await call(app, keys['owner'], requestTo(route, '+14155552671'));
    expect([route.name, answer.status, answer.body]).toMatchObject([
      route.name,
      403,
      { code: 'permission_missing', detail: expect.stringContaining('admin of the whole installation') },
    ]);
  }
});

test('ids of another tenant in a body are not there either', async () => {
  const [a, b] = [await newTenantKeys(kit.services), await newTenantKeys(kit.services)];
  const { campaigns, numbers } = await thingsOf(a.tenantId, a.keys['owner']);
  const requests: InjectOptions[] = [
    { method: 'POST', url: '/v1/api-keys', payload: { name: 'Robot', roleId: a.roleIds['viewer'] } },
    {
      method: 'PUT',
      url: '/v1/kill-switch',
      payload: { scope: 'campaign', id: campaigns, on: true, reason: 'x' },
    },
    {
      method: 'PUT',
      url: '/v1/kill-switch',
      payload: { scope: 'number', id: numbers, on: true, reason: 'x' },
    },
    { method: 'GET', url: `/v1/kill-switch/at-carrier?scope=number&id=${numbers}` },
    {
      method: 'POST',
      url: '/v1/registrations',
      payload: { carrierAccountId: numbers, kind: '10dlc', name: 'Club' },
    },
  ];
  for (const request of requests) {
    expect([request.url, (await call(app, b.keys['owner'], request)).status]).toEqual([request.url, 404]);
  }
});

/** Sends bytes as they are, and reads what comes until the connection ends. */
async function rawly(bytes: string): Promise<{ status: number; type: string | undefined; body: unknown }> {
  const socket = connect({ host: '127.0.0.1', port: portOf(app.server) });
  socket.write(bytes);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const type = /^content-type: (.*)$/im.exec(head)?.[1]?.trim();
  return { status: Number(head.split(' ')[1]), type, body: JSON.parse(body) };
}

test('what the HTTP parser refuses is answered as a problem in words', async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const end = 'Host: api.test\r\nConnection: close\r\n\r\n';
  const cases: [bytes: string, status: number, words: RegExp][] = [
    [`FROBNICATE /v1/contacts HTTP/1.1\r\n${end}`, 400, /method/],
    [`POST /v1/contacts HTTP/1.1\r\nContent-Length: many\r\n${end}`, 400, /Content-Length/],
    [
      `POST /v1/contacts HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n${end}`,
      400,
      /either Content-Length or Transfer-Encoding/,
    ],
    [`GET /v1/contacts?search=${'x'.repeat(90_000)} HTTP/1.1\r\n${end}`, 431, /16 kB/],
    [`PROPFIND /v1/contacts HTTP/1.1\r\n${end}`, 404, /PROPFIND/],
    ['hello\r\n\r\n', 400, /method/],
  ];
  for (const [bytes, status, words] of cases) {
    const answer = await rawly(bytes);
    const { detail, status: told, requestId } = problem.parse(answer.body);
    expect([answer.status, told, answer.type]).toEqual([
      status,
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(detail).toMatch(words);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('OPTIONS that ask for no preflight have no answer in plain text', async () => {
  const { statusCode, body } = await app.inject({ method: 'OPTIONS', url: '/v1/contacts' });
  expect([statusCode, body]).toEqual([204, '']);
});
