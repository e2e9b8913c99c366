import { randomUUID } from 'node:crypto';
import { createTestDatabase, testServerUrl, type TestDatabase } from '@sms-crm/db/test-database';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext, type Context, type Services } from '@sms-crm/domain/context/context';
import { usualFollowUp } from '@sms-crm/domain/follow-up/times';
import { usualSendTimes } from '@sms-crm/domain/sending/lease';
import { freePorts } from '@sms-crm/local/ports';
import { addressesOf, processEnv, type Setup } from '@sms-crm/local/process-env';
import { systemClock } from '@sms-crm/runtime/clock';
import { waitUntil } from '@sms-crm/local/wait-until';
import { createLogger } from '@sms-crm/runtime/logger';
import { connectRedis, type Redis } from '@sms-crm/runtime/redis';
import { postgresCpu, postmasterOf, processCpu, redisCpu, type Cpu } from './cpu.ts';
import { Program } from './program.ts';
import { openRedis } from './redis.ts';
import { Side } from './side.ts';
import { carrierOrder, carrierState, type CarrierState } from '../programs/carrier-order.ts';

/** One installation of a benchmark's own: database, Redis, stub carrier, and the programs of the product it starts. */
export class Installation {
  readonly setup: Setup;
  readonly database: TestDatabase;
  readonly redis: Redis;
  readonly carrier: Side;
  readonly carrierUrl: string;
  readonly #postmaster: number;
  readonly #closeRedis: () => Promise<void>;
  readonly #programs: Program[] = [];

  private constructor(parts: {
    setup: Setup;
    database: TestDatabase;
    carrier: Side;
    postmaster: number;
    closeRedis: () => Promise<void>;
  }) {
    this.setup = parts.setup;
    this.database = parts.database;
    this.carrier = parts.carrier;
    this.#postmaster = parts.postmaster;
    this.#closeRedis = parts.closeRedis;
    this.carrierUrl = `http://127.0.0.1:${parts.setup.ports.simulator.http}`;
    const log = createLogger({ name: 'bench', level: 'warn' });
    this.redis = connectRedis({ url: parts.setup.redisUrl, name: 'bench', log, blocking: true });
  }

  static async open(): Promise<Installation> {
    const database = await createTestDatabase(testServerUrl(process.env));
    const redis = await openRedis();
    const carrier = new Side('carrier');
    const { port } = await carrier.ask({}, carrierState);
    const [api = 0, apiMetrics = 0, senderMetrics = 0, shortener = 0, shortenerMetrics = 0] =
      await freePorts(5);
    const unused = { http: 0, metrics: 0 };
    const setup: Setup = {
      ports: {
        api: { http: api, metrics: apiMetrics },
        sender: { http: 0, metrics: senderMetrics },
        simulator: { http: port, metrics: 0 },
        web: unused,
        shortener: { http: shortener, metrics: shortenerMetrics },
      },
      ownerUrl: database.ownerUrl,
      redisUrl: redis.url,
      cacheRedisUrl: redis.url,
      secrets: benchSecrets,
      logLevel: 'warn',
    };
    const postmaster = await postmasterOf(database.owner);
    return new Installation({ setup, database, carrier, postmaster, closeRedis: redis.close });
  }

  /** Tells the stub carrier how to answer. */
  async tellCarrier(order: Partial<ReturnType<typeof carrierOrder.parse>>): Promise<CarrierState> {
    return this.carrier.ask(carrierOrder.parse(order), carrierState);
  }

  /** Asks the stub carrier what it got so far, and when a phone last got a text. */
  async askCarrier(about = ''): Promise<CarrierState> {
    return this.carrier.ask({ about }, carrierState);
  }

  /** Starts a sender with so many connections to the carrier. */
  async startSender(connections: number): Promise<Program> {
    const [metrics = 0] = await freePorts(1);
    const ports = { ...this.setup.ports, sender: { http: 0, metrics } };
    return this.#start('sender', { ...this.setup, ports }, { CARRIER_CONNECTIONS: String(connections) });
  }

  startApi(): Promise<Program> {
    return this.#start('api', this.setup, {});
  }

  startShortener(): Promise<Program> {
    return this.#start('shortener', this.setup, {});
  }

  async #start(
    name: 'sender' | 'api' | 'shortener',
    setup: Setup,
    env: Record<string, string>,
  ): Promise<Program> {
    const program = await Program.start(name, setup, env);
    this.#programs.push(program);
    return program;
  }

  /** CPU time so far: of some processes, of Redis, of PostgreSQL, and of the stub carrier. */
  async cpu(processes: readonly { pid: number }[]): Promise<Cpu> {
    return {
      node: processes.reduce((sum, { pid }) => sum + processCpu(pid), 0),
      redis: await redisCpu(this.redis),
      postgres: postgresCpu(this.#postmaster),
      carrier: processCpu(this.carrier.pid),
    };
  }

  /** A context of the benchmark's own, for verbs that need no queue. */
  context(tenantId: string): Context {
    return createContext(this.#services(), { tenantId, actor: jobActor('bench'), requestId: randomUUID() });
  }

  /** Lets PostgreSQL finish what earlier work left it (checkpoint, vacuum), so that it is not charged to the next. */
  async settle(): Promise<void> {
    await this.database.owner.query(
      'vacuum analyze messages, message_batches, contacts, webhook_events, message_events',
    );
    await this.database.owner.query('checkpoint');
  }

  /** Waits until so many carrier webhooks of a tenant were applied. They are counted only while none waits, since counting costs more than applying some. */
  async untilApplied(tenantId: string, count: number): Promise<void> {
    const { owner } = this.database;
    const enough = async () => {
      const waiting = await owner.query(
        'select from webhook_events where tenant_id = $1 and applied_at is null limit 1',
        [tenantId],
      );
      if (waiting.rowCount !== 0) throw new Error('callbacks wait to be applied');
      const { rows } = await owner.query<{ n: number }>(
        'select count(*)::int as n from webhook_events where tenant_id = $1',
        [tenantId],
      );
      if ((rows[0]?.n ?? 0) < count) throw new Error(`only ${rows[0]?.n} of ${count} callbacks came in`);
    };
    await waitUntil(enough, { what: 'the last callback', deadlineMs: 300_000, everyMs: 250 });
  }

  async close(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.end('SIGKILL')));
    await this.carrier.end();
    this.redis.disconnect();
    await this.#closeRedis();
    await this.database.close();
  }

  #services(): Services {
    const { shortener, api } = addressesOf(this.setup.ports);
    const env = processEnv('sender', this.setup);
    return {
      app: this.database.app,
      system: this.database.system,
      clock: { ...systemClock, demoTime: () => '11:00' },
      random: Math.random,
      log: createLogger({ name: 'bench', level: 'warn' }),
      enqueue: none,
      signal: none,
      wakePump: none,
      mailer: none,
      carriers: () => {
        throw new Error('the benchmark itself sends nothing');
      },
      setup: {
        carrier: () => {
          throw new Error('the benchmark itself asks no carrier');
        },
        outside: {
          addressesOf: async () => [],
          txtRecordsOf: async () => [],
          get: () => Promise.reject(new Error('the benchmark has no outside')),
        },
      },
      rates: {
        take: async () => ({ count: 0, waitMs: 0 }),
        available: async () => ({ parts: 0, waitMs: 0 }),
      },
      settings: {
        publicApiUrl: api,
        shortLinkOrigin: shortener,
        callbackSecret: env['CALLBACK_SECRET'] ?? '',
        encryptionKey: env['ENCRYPTION_KEY'] ?? '',
        sendTimes: usualSendTimes,
        followUp: usualFollowUp,
      },
    };
  }
}

async function none(): Promise<void> {
  // What a benchmark itself asks for goes nowhere: the programs find the work in the database.
}

/** Nothing of this outlives the run; the logins are those that test databases have. */
const benchSecrets: Setup['secrets'] = {
  superuserPassword: '',
  ownerPassword: '',
  appPassword: 'test-app',
  systemPassword: 'test-system',
  redisPassword: '',
  authSecret: 'bench-auth-secret-bench-auth-secret',
  encryptionKey: Buffer.alloc(32, 7).toString('base64'),
  callbackSecret: 'bench-callback-secret-bench-callback',
  controlToken: 'bench-control-token-bench-control',
};
