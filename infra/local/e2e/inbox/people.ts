import { createAuth } from '@sms-crm/api/auth/auth';
import { makeSignInLink } from '@sms-crm/api/auth/sign-in-link';
import { createPool } from '@sms-crm/db/pool';
import { withSystem } from '@sms-crm/db/transaction';
import { addMember, addUser } from '@sms-crm/domain/access/add-user';
import { createLogger } from '@sms-crm/runtime/logger';
import { connectRedis, redisReady } from '@sms-crm/runtime/redis';
import { z } from 'zod';
import { processEnv } from '../../src/process-env.ts';
import type { Lab } from '../kit/lab.ts';

const env = z.object({
  SYSTEM_DATABASE_URL: z.string(),
  REDIS_URL: z.string(),
  WEB_ORIGIN: z.string(),
  AUTH_SECRET: z.string(),
});

/** Makes somebody an agent of the demo tenant. @returns a link that signs them in */
export async function addAgent(lab: Lab, email: string): Promise<string> {
  const {
    SYSTEM_DATABASE_URL: url,
    REDIS_URL,
    WEB_ORIGIN: webOrigin,
    AUTH_SECRET: secret,
  } = env.parse(processEnv('api', lab.setup));
  const log = createLogger({ name: 'e2e', level: 'warn' });
  const system = createPool({ url, role: 'sms_system', max: 2, name: 'e2e', log });
  const redis = connectRedis({ url: REDIS_URL, name: 'e2e', log });
  try {
    await redisReady(redis, 10_000);
    const tenantId = lab.demo.tenant.id;
    const { rows } = await lab.database.owner.query<{ id: string }>(
      `select id from roles where tenant_id = $1 and key = 'agent'`,
      [tenantId],
    );
    await withSystem(system, async (db) => {
      const { userId } = await addUser(db, { name: 'Ann Agent', email, passwordHash: null });
      await addMember(db, { tenantId, userId, roleId: rows[0]?.id ?? '' });
    });
    return await makeSignInLink(createAuth({ system, redis, secret, webOrigin, log }), email);
  } finally {
    redis.disconnect();
    await system.end();
  }
}
