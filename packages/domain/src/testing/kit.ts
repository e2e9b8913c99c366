import { randomUUID } from 'node:crypto';
import { permissions, type Permission } from '@sms-crm/contracts/permissions';
import { createTestDatabase, testServerUrl, type TestDatabase } from '@sms-crm/db/test-database';
import { withSystem } from '@sms-crm/db/transaction';
import { createLogger } from '@sms-crm/runtime/logger';
import { createContext, type Context, type Services, type Settings } from '../context/context.ts';
import type { Actor } from '../context/actor.ts';
import { usualFollowUp } from '../follow-up/times.ts';
import type { Carrier, JobRequest, Mail, RateTokens } from '../context/ports.ts';
import { createTenant } from '../tenants/create.ts';

/** Services on a database of one test file's own; jobs, signals and mails are collected instead of let out. */
export type TestServices = Services & {
  database: TestDatabase;
  jobs: JobRequest[];
  topics: string[];
  /** Times the pump was woken. */
  wakes: { count: number };
  mails: Mail[];
  /** What `carriers` answers with; tests of the send path set it. */
  carrier: { current: Carrier | undefined };
  close: () => Promise<void>;
};

/** What a test installation is configured with. */
export const testSettings: Settings = {
  publicApiUrl: 'http://api.test',
  shortLinkOrigin: 'http://sho.test',
  callbackSecret: 'test-callback-secret',
  encryptionKey: Buffer.alloc(32, 7).toString('base64'),
  sendTimes: { leaseMs: 60_000, requestTimeoutMs: 10_000, reconcileWaitMs: 0, reconcileGapMs: 0 },
  followUp: usualFollowUp,
};

/** No per-second limits: what a test of other things wants. */
const unlimitedRates: RateTokens = {
  take: async ({ parts }) => ({ count: parts.length, waitMs: 0 }),
  available: async () => ({ parts: Number.POSITIVE_INFINITY, waitMs: 0 }),
};

/** Makes services for a test file; `close` drops its database. */
export async function createTestServices(): Promise<TestServices> {
  const database = await createTestDatabase(testServerUrl(process.env));
  const jobs: JobRequest[] = [];
  const topics: string[] = [];
  const wakes = { count: 0 };
  const mails: Mail[] = [];
  const carrier: TestServices['carrier'] = { current: undefined };
  return {
    database,
    app: database.app,
    system: database.system,
    clock: { now: () => new Date(), recipientTime: () => '11:00', demoTime: () => '11:00' },
    rates: unlimitedRates,
    random: Math.random,
    log: createLogger({ name: 'test', level: 'silent' }),
    enqueue: async (added) => {
      jobs.push(...added);
    },
    signal: async (_tenantId, changed) => {
      topics.push(...changed);
    },
    wakePump: async () => {
      wakes.count += 1;
    },
    mailer: async (mail) => {
      mails.push(mail);
    },
    carriers: () => {
      if (carrier.current === undefined) throw new Error('this test set no carrier');
      return carrier.current;
    },
    carrier,
    setup: {
      carrier: () => {
        throw new Error('this test set no carrier to ask');
      },
      outside: {
        addressesOf: async () => [],
        txtRecordsOf: async () => [],
        get: () => Promise.reject(new Error('this test has no outside')),
      },
    },
    settings: testSettings,
    jobs,
    topics,
    wakes,
    mails,
    close: () => database.close(),
  };
}

/** A fresh tenant with its seeded roles. */
export async function newTenant(
  services: Services,
): Promise<{ tenantId: string; roleIds: Record<string, string> }> {
  return withSystem(services.system, (db) =>
    createTenant(db, {
      name: 'Test tenant',
      brandName: 'Test Brand',
      helpContact: 'help@example.com',
      timeZone: 'America/New_York',
      defaultCountry: 'US',
    }),
  );
}

/** A user of the tenant who may do everything, or just what is named. */
export function testUser(allowed: readonly Permission[] = permissions): Actor {
  return {
    type: 'user',
    id: randomUUID(),
    label: 'tester@example.com',
    role: 'Tester',
    permissions: new Set(allowed),
    ip: '127.0.0.1',
  };
}

/** A verb context of a fresh tenant. */
export async function newContext(services: Services, allowed?: readonly Permission[]): Promise<Context> {
  const { tenantId } = await newTenant(services);
  return createContext(services, { tenantId, actor: testUser(allowed), requestId: randomUUID() });
}
