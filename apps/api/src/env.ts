import { z } from 'zod';
import { usualElsewhere, usualPools } from '@sms-crm/db/pool-sizes';
import {
  baseEnv,
  envAmount,
  envBaseUrl,
  envCount,
  envKey,
  envOrigin,
  envPort,
  envSecret,
} from '@sms-crm/runtime/env';

/** What the API reads from its environment. Nothing secret has a default, in development as in production. */
export const apiEnv = baseEnv
  .extend({
    PORT: envPort.default(3001),
    APP_DATABASE_URL: z.string(),
    SYSTEM_DATABASE_URL: z.string(),
    REDIS_URL: z.string(),
    /** Where people open the web. */
    WEB_ORIGIN: envOrigin,
    /** Other origins whose pages may call this API, separated by commas. */
    ALLOWED_ORIGINS: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((one) => one.trim() !== ''))
      .pipe(z.array(z.string().trim().pipe(envOrigin))),
    /** Proxies whose `X-Forwarded-For` is believed, e.g. `loopback, 10.0.0.0/8`. */
    TRUSTED_PROXIES: z.string().default('loopback'),
    /** What carriers post to; their signatures are made over it. */
    PUBLIC_API_URL: envBaseUrl,
    SHORT_LINK_ORIGIN: envOrigin,
    AUTH_SECRET: envSecret,
    CALLBACK_SECRET: envSecret,
    ENCRYPTION_KEY: envKey,
    /** The key before it, while a rotation seals tokens anew. */
    FORMER_ENCRYPTION_KEY: envKey.optional(),
    /** Where texts of simulated carrier accounts go; without it there can be none. */
    CARRIER_BASE_URL: z.url().optional(),
    /** Where texts of real carrier accounts go; Twilio's own address when absent. */
    TWILIO_BASE_URL: z.url().optional(),
    /** The page of the built-in simulator, when texts go there. */
    SIMULATOR_URL: z.url().optional(),
    DB_POOL_SIZE: envCount.default(usualPools.api.app),
    SYSTEM_DB_POOL_SIZE: envCount.default(usualPools.api.system),
    /** Connections that all other processes of the installation may open. */
    DB_CONNECTIONS_ELSEWHERE: envAmount.default(usualElsewhere('api')),
  })
  .refine((env) => new Set([env.AUTH_SECRET, env.CALLBACK_SECRET, env.ENCRYPTION_KEY]).size === 3, {
    path: ['AUTH_SECRET'],
    error: 'AUTH_SECRET, CALLBACK_SECRET and ENCRYPTION_KEY must differ',
  });
export type ApiEnv = z.infer<typeof apiEnv>;
