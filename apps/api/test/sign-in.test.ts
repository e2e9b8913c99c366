import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { addMember, addUser } from '@sms-crm/domain/access/add-user';
import { newTenant } from '@sms-crm/domain/testing/kit';
import { makeSignInLink } from '../src/auth/sign-in-link.ts';
import { createTestApp, newTenantKeys, webOrigin, type TestApp } from './kit.ts';

/** A page of another site that may call the API. */
const partner = 'https://partner.test';

let kit: TestApp;
let app: FastifyInstance;
beforeEach(async () => {
  kit = await createTestApp({ simulatorUrl: 'http://simulator.test', allowedOrigins: [partner] });
  app = kit.app;
});
afterEach(() => kit.close());

/** Hashing passwords is slow on purpose. */
vi.setConfig({ testTimeout: 20_000 });

const password = 'correct horse battery';
const owner = { organisation: 'Acme', name: 'Olga Owner', email: 'Olga@example.com', password };

/** Asks as a page of the web does. */
function fromWeb(options: InjectOptions & { cookie?: string }): Promise<LightMyRequestResponse> {
  const { cookie, ...rest } = options;
  const headers = { origin: webOrigin, ...(cookie === undefined ? {} : { cookie }), ...options.headers };
  return app.inject({ ...rest, headers });
}

/** The `Cookie` header a browser sends after this answer. */
function cookieOf(response: LightMyRequestResponse): string {
  return response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

async function setUp(): Promise<string> {
  const response = await fromWeb({ method: 'POST', url: '/v1/setup', payload: owner });
  expect(response.statusCode).toBe(201);
  return cookieOf(response);
}

function signIn(given: { email: string; password: string }): Promise<LightMyRequestResponse> {
  return fromWeb({ method: 'POST', url: '/auth/sign-in/email', payload: given });
}

type Answer = { status: number; body: Record<string, unknown> };

function answerOf(response: LightMyRequestResponse): Answer {
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
}

async function sessionOf(cookie: string): Promise<Answer> {
  return answerOf(await fromWeb({ url: '/v1/session', cookie }));
}

test('the first visit makes the owner and the organisation and signs in; after it, nobody else can', async () => {
  expect(answerOf(await fromWeb({ url: '/v1/setup' })).body).toEqual({ needed: true });
  const cookie = await setUp();
  expect(cookie).toContain('sms-crm.session_token=');
  expect((await sessionOf(cookie)).body).toMatchObject({
    actor: { type: 'user', name: 'Olga Owner', email: 'olga@example.com' },
    tenant: { name: 'Acme' },
    tenants: [{ name: 'Acme' }],
    role: { key: 'owner', name: 'Owner' },
    killSwitches: [],
    sampleLink: 'http://sho.test/XXXXXXXXXX',
    simulator: { url: 'http://simulator.test', recipientTime: '11:00' },
  });
  expect(answerOf(await fromWeb({ url: '/v1/setup' })).body).toEqual({ needed: false });
  const again = await fromWeb({ method: 'POST', url: '/v1/setup', payload: owner });
  expect(answerOf(again)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
});

test('of two first visits at once, one wins', async () => {
  const visits = ['a@example.com', 'b@example.com'].map((email) =>
    fromWeb({ method: 'POST', url: '/v1/setup', payload: { ...owner, email } }),
  );
  const statuses = (await Promise.all(visits)).map(({ statusCode }) => statusCode);
  expect(new Set(statuses)).toEqual(new Set([201, 409]));
  const { rows } = await kit.services.database.owner.query(
    'select (select count(*) from users) users, (select count(*) from tenants) tenants',
  );
  expect(rows).toEqual([{ users: '1', tenants: '1' }]);
});

test('a password signs in, a wrong one and a short one do not, and signing out ends the session', async () => {
  const short = await fromWeb({ method: 'POST', url: '/v1/setup', payload: { ...owner, password: 'short' } });
  expect(answerOf(short)).toMatchObject({ status: 400, body: { errors: [{ field: 'password' }] } });
  await setUp();
  const wrong = await signIn({ email: owner.email, password: 'wrong horse battery' });
  expect(answerOf(wrong)).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
  const right = await signIn({ email: owner.email, password });
  expect(answerOf(right).body).toMatchObject({ user: { name: 'Olga Owner', email: 'olga@example.com' } });
  expect(right.body).not.toContain('token');
  expect(right.cookies).toMatchObject([
    { name: 'sms-crm.session_token', httpOnly: true, sameSite: 'Lax', path: '/' },
  ]);
  const cookie = cookieOf(right);
  expect((await sessionOf(cookie)).status).toBe(200);
  expect((await fromWeb({ method: 'POST', url: '/auth/sign-out', cookie })).statusCode).toBe(200);
  await expect.poll(async () => (await sessionOf(cookie)).status, { timeout: 3_000 }).toBe(401);
});

test('nobody signs up, and the other doors of the sign-in library stay closed', async () => {
  for (const url of ['/auth/sign-up/email', '/auth/sign-in/magic-link', '/auth/update-user']) {
    const response = await fromWeb({ method: 'POST', url, payload: { ...owner, name: 'X' } });
    expect([url, response.statusCode]).toEqual([url, 404]);
  }
});

test('a sign-in link works once, below the web’s own address, and leads to the web', async () => {
  const { services } = kit;
  const { tenantId, roleIds } = await newTenant(services);
  await withSystem(services.system, async (db) => {
    const { userId } = await addUser(db, { name: 'Link', email: 'link@example.com', passwordHash: null });
    await addMember(db, { tenantId, userId, roleId: roleIds['viewer'] ?? '' });
  });
  const link = await makeSignInLink(kit.auth, 'link@example.com');
  expect(link).toMatch(/^http:\/\/web\.test\/api\/auth\/magic-link\/verify\?token=/);
  const url = link.slice(`${webOrigin}/api`.length);
  const first = await fromWeb({ url });
  expect([first.statusCode, first.headers.location]).toEqual([302, `${webOrigin}/`]);
  expect((await sessionOf(cookieOf(first))).body).toMatchObject({
    tenant: { id: tenantId },
    role: { key: 'viewer' },
  });
  const second = await fromWeb({ url });
  expect([second.statusCode, second.headers.location]).toEqual([
    302,
    `${webOrigin}/sign-in?error=INVALID_TOKEN`,
  ]);
  const elsewhere = await fromWeb({ url: `${url.split('&')[0]}&callbackURL=https%3A%2F%2Fevil.test` });
  expect(elsewhere.statusCode).toBe(403);
});

test('a member of two organisations chooses by cookie; somebody of none is told so', async () => {
  const cookie = await setUp();
  const { services } = kit;
  const other = await newTenantKeys(services);
  const { rows } = await services.database.owner.query<{ id: string }>('select id from users');
  const userId = rows[0]?.id ?? '';
  await withSystem(services.system, (db) =>
    addMember(db, { tenantId: other.tenantId, userId, roleId: other.roleIds['viewer'] ?? '' }),
  );
  const there = await sessionOf(`${cookie}; sms-crm.tenant=${other.tenantId}`);
  expect(there.body).toMatchObject({ tenant: { id: other.tenantId }, role: { key: 'viewer' } });
  const stranger = await newTenant(services);
  const refused = await sessionOf(`${cookie}; sms-crm.tenant=${stranger.tenantId}`);
  expect(refused.body).toMatchObject({ tenant: { name: 'Acme' } });
  await services.database.owner.query('delete from members');
  const nowhere = await sessionOf(`${cookie}; sms-crm.tenant=`);
  expect(nowhere).toMatchObject({ status: 403, body: { code: 'permission_missing' } });
  expect(nowhere.body['detail']).toContain('belong to no organisation');
});

test('a change asked for by another site is refused, with an API key it needs no origin', async () => {
  const cookie = await setUp();
  const change = { method: 'POST', url: '/v1/contacts', payload: { phone: '+14155552671' } } as const;
  const statusOf = async (headers: Record<string, string>) =>
    (await app.inject({ ...change, headers })).statusCode;
  expect(await statusOf({ cookie, origin: 'https://evil.test' })).toBe(403);
  expect(await statusOf({ cookie, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await statusOf({ cookie })).toBe(403);
  expect(await statusOf({ cookie, origin: webOrigin })).toBe(201);
  const { keys } = await newTenantKeys(kit.services);
  expect(await statusOf({ authorization: `Bearer ${keys['owner']}` })).toBe(201);
});

/** Asks as a page of an origin does. @returns the status, and the origin that may read the answer */
async function asked(origin: string | undefined, options: InjectOptions): Promise<unknown[]> {
  const headers = { ...options.headers, ...(origin === undefined ? {} : { origin }) };
  const response = await app.inject({ url: '/v1/contacts', ...options, headers });
  return [response.statusCode, response.headers['access-control-allow-origin']];
}

test('pages of listed origins may ask with a cookie and read the answer; to those of others no answer is opened', async () => {
  const cookie = await setUp();
  const read = { headers: { cookie } };
  expect(await asked(partner, read)).toEqual([200, partner]);
  expect(await asked('https://evil.test', read)).toEqual([200, undefined]);
  expect(await asked(undefined, read)).toEqual([200, undefined]);
  const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } } as const;
  expect(await asked(partner, preflight)).toEqual([204, partner]);
  expect((await asked('https://evil.test', preflight))[1]).toBeUndefined();
  expect((await asked(undefined, preflight))[1]).toBeUndefined();
  const change = { ...read, method: 'POST', payload: { phone: '+14155552671' } } as const;
  expect(await asked('https://evil.test', change)).toEqual([403, undefined]);
  expect(await asked(partner, change)).toEqual([201, partner]);
});

test('too many tries have to wait', async () => {
  const tries = Array.from({ length: 21 }, () => fromWeb({ url: '/auth/magic-link/verify?token=guessed' }));
  const answers = await Promise.all(tries);
  const refused = answers.filter(({ statusCode }) => statusCode !== 302);
  expect(refused.map(answerOf)).toMatchObject([{ status: 429, body: { code: 'too_many_requests' } }]);
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
});

test('while Redis is away nobody is signed out: 503, then the session is back', async () => {
  const cookie = await setUp();
  kit.redis.disconnect();
  const away = await sessionOf(cookie);
  expect([away.status, away.body['code']]).toEqual([503, 'unavailable']);
  expect((await signIn({ email: owner.email, password })).statusCode).toBe(503);
  await kit.redis.connect();
  expect((await sessionOf(cookie)).status).toBe(200);
});
