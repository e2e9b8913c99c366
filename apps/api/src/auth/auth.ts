import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { magicLink } from 'better-auth/plugins/magic-link';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import { authAccounts, users, verifications } from '@sms-crm/db/tables/access';
import type { Logger } from '@sms-crm/runtime/logger';
import { passwords } from './passwords.ts';
import { redisStorage } from './redis-storage.ts';

/** A session lasts this long after its last use, s; its end moves at most once a day. */
const sessionSeconds = 7 * 86_400;
const sessionGrainSeconds = 86_400;

/** How long a sign-in link works, s. */
const linkSeconds = 86_400;

/** Shortest password, characters; the same as in the contracts. */
const minPasswordLength = 12;

/** The header that carries the caller's address from Fastify, which knows the trusted proxies, to Better Auth. */
export const clientAddressHeader = 'x-sms-crm-client';

export type AuthOptions = {
  system: pg.Pool;
  redis: Redis;
  secret: string;
  /** Where people open the web, e.g. `https://crm.example.com`; its gateway hands `/api/auth/*` to this API. */
  webOrigin: string;
  allowedOrigins?: readonly string[];
  log: Logger;
  /** Prefix of the Redis keys; tests use their own. */
  redisPrefix?: string;
};

export type Auth = ReturnType<typeof createAuth>;

/**
 * Who people are: passwords and sign-in links over the system pool, sessions in Redis.
 * Nobody can sign up: the first visit makes the owner, later ones are invited.
 */
export function createAuth(options: AuthOptions) {
  return betterAuth({
    appName: 'sms-crm',
    baseURL: `${options.webOrigin}/api/auth`,
    secret: options.secret,
    trustedOrigins: [options.webOrigin, ...(options.allowedOrigins ?? [])],
    database: drizzleAdapter(drizzle({ client: options.system }), {
      provider: 'pg',
      schema: { user: users, account: authAccounts, verification: verifications },
    }),
    secondaryStorage: redisStorage(options.redis, options.redisPrefix),
    verification: { storeInDatabase: true },
    session: { expiresIn: sessionSeconds, updateAge: sessionGrainSeconds },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength,
      maxPasswordLength: 128,
      password: passwords,
    },
    plugins: [
      magicLink({ expiresIn: linkSeconds, disableSignUp: true, storeToken: 'hashed', sendMagicLink }),
    ],
    rateLimit: {
      enabled: true,
      storage: 'secondary-storage',
      window: 60,
      max: 600,
      customRules: {
        '/sign-in/email': { window: 60, max: 20 },
        '/magic-link/verify': { window: 60, max: 20 },
      },
    },
    advanced: {
      // Said outright, since the library turns both checks off where it takes its process for a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: 'sms-crm',
      useSecureCookies: options.webOrigin.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    telemetry: { enabled: false },
    onAPIError: { throw: true },
    logger: {
      level: 'warn',
      log: (level, message, ...details) =>
        options.log[level === 'error' ? 'error' : 'warn']({ details }, `sign-in: ${message}`),
    },
  });
}

/** Links are handed to whoever asked for one in this process; mailing them comes with the mail settings. */
async function sendMagicLink(link: { url: string; metadata?: Record<string, unknown> }): Promise<void> {
  const deliver = link.metadata?.['deliver'];
  if (isDelivery(deliver)) deliver(link.url);
}

/** Only `makeSignInLink` puts a function there: what comes over HTTP is JSON. */
function isDelivery(value: unknown): value is (url: string) => void {
  return typeof value === 'function';
}
