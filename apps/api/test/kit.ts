import { randomUUID } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { seededRoleKeys } from '@sms-crm/contracts/permissions';
import { apiKeys } from '@sms-crm/db/tables/access';
import { withTenant } from '@sms-crm/db/transaction';
import { makeKey } from '@sms-crm/domain/access/authenticate-key';
import { createTestServices, newTenant, type TestServices } from '@sms-crm/domain/testing/kit';
import { LiveHub } from '@sms-crm/runtime/live';
import { createMetrics } from '@sms-crm/runtime/metrics';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { buildApp, type AppOptions } from '../src/app.ts';
import { createAuth, type Auth } from '../src/auth/auth.ts';
import { SignInTries } from '../src/auth/sign-in-tries.ts';

export type TestApp = {
  app: FastifyInstance;
  services: TestServices;
  auth: Auth;
  redis: Redis;
  /** What the keys of sign-in begin with in this app. */
  redisPrefix: string;
  close: () => Promise<void>;
};

/** The origin of the web in tests. */
export const webOrigin = 'http://web.test';

/** The API on a database of its own and the tests' Redis; `newTenantKeys` makes a tenant with a key of each seeded role. */
export async function createTestApp(options: Partial<AppOptions> = {}): Promise<TestApp> {
  const services = await createTestServices();
  const { log } = services;
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('TEST_REDIS_URL is not set: run the tests by `npm test`.');
  const redis = connectRedis({ url, name: 'test', log });
  const hub = new LiveHub(connectRedis({ url, name: 'test-live', log, blocking: true }), log);
  await redisReady(redis, 5_000);
  const secret = 'a-secret-of-the-tests-0123456789abcdef';
  const redisPrefix = `{sms}:auth:test-${randomUUID()}:`;
  const auth = createAuth({
    system: services.system,
    redis,
    secret,
    webOrigin,
    log,
    redisPrefix,
  });
  const app = await buildApp({
    services,
    auth,
    signInTries: new SignInTries({ redis, secret, prefix: redisPrefix }),
    live: hub,
    checks: [],
    webOrigin,
    allowedOrigins: [],
    simulatorUrl: null,
    registry: createMetrics('test'),
    log,
    ...options,
  });
  await app.ready();
  return {
    app,
    services,
    auth,
    redis,
    redisPrefix,
    close: async () => {
      await app.close();
      await hub.close();
      redis.disconnect();
      await services.close();
    },
  };
}

/** A fresh tenant and an API key of each seeded role. */
export async function newTenantKeys(
  services: TestServices,
): Promise<{ tenantId: string; roleIds: Record<string, string>; keys: Record<string, string> }> {
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
  return { tenantId, roleIds, keys };
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
