import { z } from 'zod';
import { usualElsewhere, usualPools } from '@sms-crm/db/pool-sizes';
import type { InstallationHosts } from '@sms-crm/domain/links/find';
import { baseEnv, envAmount, envCount, envOrigin, envPort, envSecret } from '@sms-crm/runtime/env';

/** What the redirect process reads from its environment. */
export const shortenerEnv = baseEnv.extend({
  PORT: envPort.default(3002),
  SYSTEM_DATABASE_URL: z.string(),
  /** Takes the clicks; must not evict. */
  REDIS_URL: z.string(),
  /** Keeps the links that were tapped; may evict. The same server when absent. */
  CACHE_REDIS_URL: z.string().optional(),
  /** Proves that a domain leads to this installation; the same as the API's. */
  CALLBACK_SECRET: envSecret,
  /** Proxies whose word about a visitor's address is taken. */
  TRUSTED_PROXIES: z.string().default('loopback'),
  /** Where short links live by default, and the simulator where there is one: what destinations are judged by. */
  SHORT_LINK_ORIGIN: envOrigin.optional(),
  SIMULATOR_URL: envOrigin.optional(),
  SYSTEM_DB_POOL_SIZE: envCount.default(usualPools.shortener.system),
  /** Connections that all other processes of the installation may open. */
  DB_CONNECTIONS_ELSEWHERE: envAmount.default(usualElsewhere('shortener')),
});

/** What the installation says about where links may lead. */
export function hostsOf(env: z.infer<typeof shortenerEnv>): InstallationHosts {
  const { SHORT_LINK_ORIGIN: origin, SIMULATOR_URL: simulator } = env;
  return {
    shortHosts: origin === undefined ? [] : [new URL(origin).hostname],
    exemptOrigin: simulator ?? null,
  };
}
