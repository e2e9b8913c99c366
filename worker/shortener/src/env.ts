import { z } from 'zod';
import { usualElsewhere, usualPools } from '@sms-crm/db/pool-sizes';
import { baseEnv, envAmount, envCount, envPort } from '@sms-crm/runtime/env';

/** What the redirect process reads from its environment. */
export const shortenerEnv = baseEnv.extend({
  PORT: envPort.default(3002),
  SYSTEM_DATABASE_URL: z.string(),
  /** Takes the clicks; must not evict. */
  REDIS_URL: z.string(),
  /** Keeps the links that were tapped; may evict. The same server when absent. */
  CACHE_REDIS_URL: z.string().optional(),
  SYSTEM_DB_POOL_SIZE: envCount.default(usualPools.shortener.system),
  /** Connections that all other processes of the installation may open. */
  DB_CONNECTIONS_ELSEWHERE: envAmount.default(usualElsewhere('shortener')),
});
