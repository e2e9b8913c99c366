import type { FastifyInstance, InjectOptions } from 'fastify';
import { seededRoleKeys } from '@sms-crm/contracts/permissions';
import { apiKeys } from '@sms-crm/db/tables/access';
import { withTenant } from '@sms-crm/db/transaction';
import { makeKey } from '@sms-crm/domain/access/authenticate-key';
import { createTestServices, newTenant, type TestServices } from '@sms-crm/domain/testing/kit';
import { buildApp } from '../src/app.ts';

/** The API on a database of its own; `newTenantKeys` makes a tenant with a key of each seeded role. */
export async function createTestApp(): Promise<{
  app: FastifyInstance;
  services: TestServices;
  close: () => Promise<void>;
}> {
  const services = await createTestServices();
  const app = await buildApp({
    services,
    findSession: async () => undefined,
    checks: [],
    allowedOrigins: [],
    log: services.log,
  });
  await app.ready();
  return {
    app,
    services,
    close: async () => {
      await app.close();
      await services.close();
    },
  };
}

/** A fresh tenant and an API key of each seeded role. */
export async function newTenantKeys(
  services: TestServices,
): Promise<{ tenantId: string; keys: Record<string, string> }> {
  const { tenantId, roleIds } = await newTenant(services);
  const keys: Record<string, string> = {};
  await withTenant(services.app, tenantId, async (db) => {
    for (const role of seededRoleKeys) {
      const { key, prefix, hash } = makeKey();
      keys[role] = key;
      await db.insert(apiKeys).values({
        tenantId,
        name: role,
        prefix,
        keyHash: hash,
        roleId: roleIds[role] ?? '',
        createdBy: 'test',
      });
    }
  });
  return { tenantId, keys };
}

/** Calls the API with a key and answers status and parsed body. */
export async function call(
  app: FastifyInstance,
  key: string | undefined,
  options: InjectOptions,
): Promise<{ status: number; body: unknown; headers: Record<string, unknown> }> {
  const response = await app.inject({
    ...options,
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...options.headers },
  });
  const json = String(response.headers['content-type']).includes('json');
  return {
    status: response.statusCode,
    body: json ? response.json() : response.body,
    headers: response.headers,
  };
}
