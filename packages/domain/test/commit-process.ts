import { createPool } from '@sms-crm/db/pool';
import { createLogger } from '@sms-crm/runtime/logger';
import { jobActor } from '../src/context/actor.ts';
import { createContext } from '../src/context/context.ts';
import { commitImport } from '../src/imports/commit.ts';
import { testSettings } from '../src/testing/kit.ts';

/** Commits one import in a process of its own, which a test kills. */
const [, , appUrl = '', systemUrl = '', tenantId = '', importId = ''] = process.argv;
const log = createLogger({ name: 'test', level: 'silent' });
const nothing = async (): Promise<void> => undefined;
const services = {
  app: createPool({ url: appUrl, role: 'sms_app', max: 3, name: 'test', log }),
  system: createPool({ url: systemUrl, role: 'sms_system', max: 1, name: 'test', log }),
  clock: { now: () => new Date(), recipientTime: () => '11:00', demoTime: () => null },
  random: Math.random,
  log,
  enqueue: nothing,
  signal: nothing,
  wakePump: nothing,
  mailer: nothing,
  carriers: () => {
    throw new Error('an import needs no carrier');
  },
  setup: {
    carrier: () => {
      throw new Error('an import needs no carrier');
    },
    outside: {
      addressesOf: async () => [],
      txtRecordsOf: async () => [],
      get: () => Promise.reject(new Error('none')),
    },
  },
  rates: { take: async () => ({ count: 0, waitMs: 0 }), available: async () => ({ parts: 0, waitMs: 0 }) },
  settings: testSettings,
};
const ctx = createContext(services, { tenantId, actor: jobActor('import.commit'), requestId: 'test' });
await commitImport(ctx, { importId }, { signal: new AbortController().signal, lastTry: false });
