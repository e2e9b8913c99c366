import { z } from 'zod';
import { baseEnv, envCount, envPort } from '@sms-crm/runtime/env';

/** Fewer different characters than this are no random secret. */
const minDistinct = 10;

const secret = z
  .string({ error: 'is missing; make one by `openssl rand -base64 32`' })
  .min(32, 'must have at least 32 characters; make one by `openssl rand -base64 32`')
  .refine((text) => new Set(text).size >= minDistinct && !/change.?me|default|example/i.test(text), {
    error: 'looks like a placeholder; make a random one by `openssl rand -base64 32`',
  });

const formerKey = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
  .optional();

const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

/** What the API reads from its environment. Nothing secret has a default, in development as in production. */
export const apiEnv = baseEnv
  .extend({
    PORT: envPort.default(3001),
    APP_DATABASE_URL: z.string(),
    SYSTEM_DATABASE_URL: z.string(),
    REDIS_URL: z.string(),
    /** Where people open the web. */
    WEB_ORIGIN: origin,
    /** Other origins whose pages may call this API, separated by commas. */
    ALLOWED_ORIGINS: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((one) => one.trim() !== ''))
      .pipe(z.array(z.string().trim().pipe(origin))),
    /** Proxies whose `X-Forwarded-For` is believed, e.g. `loopback, 10.0.0.0/8`. */
    TRUSTED_PROXIES: z.string().default('loopback'),
    /** What carriers post to; their signatures are made over it. */
    PUBLIC_API_URL: z.url().transform((text) => text.replace(/\/$/, '')),
    SHORT_LINK_ORIGIN: origin,
    AUTH_SECRET: secret,
    CALLBACK_SECRET: secret,
    ENCRYPTION_KEY: z
      .string({ error: 'is missing; make one by `openssl rand -base64 32`' })
      .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64'),
    /** The key before it, while a rotation seals tokens anew. */
    FORMER_ENCRYPTION_KEY: formerKey,
    /** Where texts of simulated carrier accounts go; without it there can be none. */
    CARRIER_BASE_URL: z.url().optional(),
    /** Where texts of real carrier accounts go; Twilio's own address when absent. */
    TWILIO_BASE_URL: z.url().optional(),
    /** The page of the built-in simulator, when texts go there. */
    SIMULATOR_URL: z.url().optional(),
    DB_POOL_SIZE: envCount.default(12),
    SYSTEM_DB_POOL_SIZE: envCount.default(6),
    /** Connections that all processes of the installation together may open. */
    DB_CONNECTIONS_PLANNED: envCount.default(80),
  })
  .refine((env) => new Set([env.AUTH_SECRET, env.CALLBACK_SECRET, env.ENCRYPTION_KEY]).size === 3, {
    path: ['AUTH_SECRET'],
    error: 'AUTH_SECRET, CALLBACK_SECRET and ENCRYPTION_KEY must differ',
  });
export type ApiEnv = z.infer<typeof apiEnv>;
