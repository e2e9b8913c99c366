import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createdApiKey, rolePage } from '@sms-crm/contracts/access';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
let app: FastifyInstance;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
});
afterAll(() => kit.close());

test('a key is shown once, works by its role, and is refused once it is revoked', async () => {
  const { keys, roleIds } = await newTenantKeys(kit.services);
  const made = await call(app, keys['admin'], {
    method: 'POST',
    url: '/v1/api-keys',
    payload: { name: 'Robot', roleId: roleIds['viewer'] },
  });
  expect(made.status).toBe(201);
  const { id, key, prefix } = createdApiKey.parse(made.body);
  expect(key.startsWith(prefix)).toBe(true);
  expect((await call(app, key, { url: '/v1/contacts' })).status).toBe(200);
  const listed = await call(app, keys['admin'], { url: '/v1/api-keys?limit=1' });
  expect(listed.body).toMatchObject({ items: [{ id, name: 'Robot', prefix, roleName: 'Viewer' }] });
  expect(JSON.stringify(listed.body)).not.toContain(key);
  const revoke = { method: 'DELETE', url: `/v1/api-keys/${id}` } as const;
  expect((await call(app, keys['admin'], revoke)).status).toBe(204);
  expect((await call(app, keys['admin'], revoke)).status).toBe(404);
  expect((await call(app, key, { url: '/v1/contacts' })).status).toBe(401);
});

test('nobody makes a key that allows more than they may themselves', async () => {
  const { keys, roleIds } = await newTenantKeys(kit.services);
  const make = (roleId: string | undefined) =>
    call(app, keys['developer'], {
      method: 'POST',
      url: '/v1/api-keys',
      payload: { name: 'Robot', roleId },
    });
  const refused = await make(roleIds['owner']);
  expect(refused).toMatchObject({
    status: 403,
    body: { code: 'permission_missing', errors: [{ field: 'roleId' }] },
  });
  expect((await make(roleIds['developer'])).status).toBe(201);
});

test('roles are listed with what they allow, and a key knows its session', async () => {
  const { keys, tenantId } = await newTenantKeys(kit.services);
  const roles = rolePage.parse((await call(app, keys['viewer'], { url: '/v1/roles' })).body).items;
  expect(roles.map((role) => role.key)).toEqual([
    'owner',
    'admin',
    'manager',
    'agent',
    'developer',
    'billing',
    'viewer',
  ]);
  const billing = roles.find((role) => role.key === 'billing');
  expect(billing?.permissions).toEqual([
    'budget:export',
    'budget:read',
    'budget:write',
    'campaigns:read',
    'kill-switch:read',
    'numbers:read',
  ]);
  expect((await call(app, keys['billing'], { url: '/v1/session' })).body).toMatchObject({
    actor: { type: 'api-key', email: null },
    tenant: { id: tenantId },
    role: { key: 'billing' },
    simulator: null,
  });
});

test('the audit log tells who threw the switch, page by page, to those who may read it', async () => {
  const { keys } = await newTenantKeys(kit.services);
  for (const on of [true, false]) {
    const payload = { scope: 'tenant', on, reason: 'drill' };
    const put = await call(app, keys['manager'], { method: 'PUT', url: '/v1/kill-switch', payload });
    expect(put).toMatchObject({ status: 200, body: { atCarrier: 0 } });
  }
  const first = await call(app, keys['owner'], { url: '/v1/audit?limit=1' });
  expect(first.body).toMatchObject({
    items: [
      {
        action: 'kill-switch.off',
        actor: 'API key manager',
        actorType: 'api-key',
        after: { reason: 'drill' },
      },
    ],
    nextCursor: expect.any(String) as unknown,
  });
  expect(await call(app, keys['owner'], { url: '/v1/audit?from=zzz' })).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', detail: expect.stringContaining('There is no from here') as unknown },
  });
  const only = await call(app, keys['owner'], { url: '/v1/audit?action=kill-switch.on' });
  expect(only.body).toMatchObject({ items: [{ action: 'kill-switch.on' }], nextCursor: null });
  expect((await call(app, keys['manager'], { url: '/v1/audit' })).status).toBe(403);
  expect((await call(app, keys['owner'], { url: '/v1/audit?cursor=WyJ4Il0' })).status).toBe(400);
});
