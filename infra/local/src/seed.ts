import { eq } from 'drizzle-orm';
import { createAuth } from '@sms-crm/api/auth/auth';
import { makeSignInLink } from '@sms-crm/api/auth/sign-in-link';
import { createPool } from '@sms-crm/db/pool';
import { users } from '@sms-crm/db/tables/access';
import { withSystem } from '@sms-crm/db/transaction';
import { addUser } from '@sms-crm/domain/access/add-user';
import { createLogger } from '@sms-crm/runtime/logger';
import { connectRedis, redisReady } from '@sms-crm/runtime/redis';
import type pg from 'pg';
import { z } from 'zod';
import { demoOwner, firstTenant, secondTenant } from './demo/demo-tenants.ts';
import { registerAccounts } from './demo/register-accounts.ts';
import { seedTenant } from './demo/seed-tenant.ts';
import type { DemoTenants } from './local-file.ts';

/** What the seed needs of the API's environment. */
const seedEnv = z.object({
  APP_DATABASE_URL: z.string(),
  SYSTEM_DATABASE_URL: z.string(),
  REDIS_URL: z.string(),
  WEB_ORIGIN: z.string(),
  PUBLIC_API_URL: z.string(),
  CARRIER_BASE_URL: z.string(),
  CONTROL_TOKEN: z.string(),
  AUTH_SECRET: z.string(),
  ENCRYPTION_KEY: z.string(),
});

/** Longest wait for Redis, ms. */
const redisDeadlineMs = 10_000;

/**
 * Prepares the demo ground: two tenants with keys and numbers, the owner of the first, their accounts at the simulator, and a fresh
 * sign-in link. What is there already stays as it is.
 *
 * @param source the environment of the API
 */
export async function seedDemo(source: Record<string, string>): Promise<DemoTenants> {
  const env = seedEnv.parse(source);
  const log = createLogger({ name: 'seed', level: 'warn' });
  const app = createPool({ url: env.APP_DATABASE_URL, role: 'sms_app', max: 2, name: 'seed', log });
  const system = createPool({ url: env.SYSTEM_DATABASE_URL, role: 'sms_system', max: 2, name: 'seed', log });
  const redis = connectRedis({ url: env.REDIS_URL, name: 'seed', log });
  try {
    await redisReady(redis, redisDeadlineMs);
    const secrets = { installation: env.AUTH_SECRET, encryptionKey: env.ENCRYPTION_KEY };
    const ownerId = await ensureOwner(system);
    const first = await seedTenant({ app, system }, secrets, firstTenant, ownerId);
    const second = await seedTenant({ app, system }, secrets, secondTenant, null);
    await registerAccounts([first, second], {
      simulatorUrl: env.CARRIER_BASE_URL,
      controlToken: env.CONTROL_TOKEN,
      publicApiUrl: env.PUBLIC_API_URL,
    });
    const auth = createAuth({ system, redis, secret: env.AUTH_SECRET, webOrigin: env.WEB_ORIGIN, log });
    return {
      tenant: { id: first.id, name: first.name, apiKeys: first.apiKeys },
      secondTenant: { id: second.id, name: second.name, apiKey: second.apiKeys['owner'] ?? '' },
      signInUrl: await makeSignInLink(auth, demoOwner.email),
    };
  } finally {
    redis.disconnect();
    await Promise.all([app.end(), system.end()]);
  }
}

async function ensureOwner(system: pg.Pool): Promise<string> {
  return withSystem(system, async (db) => {
    const [found] = await db.select({ id: users.id }).from(users).where(eq(users.email, demoOwner.email));
    if (found !== undefined) return found.id;
    return (await addUser(db, { ...demoOwner, passwordHash: null, platformAdmin: true })).userId;
  });
}
