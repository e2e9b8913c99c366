import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, testServerUrl, type TestDatabase } from '@sms-crm/db/test-database';
import { pingRedis } from '../../src/redis/check.ts';
import type { DemoTenants } from '../../src/local-file.ts';
import { findProgram } from '../../src/packages.ts';
import { freePort, freePorts } from '../../src/ports.ts';
import {
  addressesOf,
  processEnv,
  type Addresses,
  type Ports,
  type ProcessName,
  type Setup,
} from '../../src/process-env.ts';
import { ensureSecrets } from '../../src/secrets.ts';
import { seedDemo } from '../../src/seed.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { openPostgres, type OwnPostgres } from './postgres.ts';
import { Program } from './program.ts';

/** One installation of a test file's own, as new: database, Redis, programs. */
export type EmptyLab = {
  setup: Setup;
  addresses: Addresses;
  database: TestDatabase;
  start: (name: ProcessName, env?: Record<string, string>) => Promise<Program>;
  redis: {
    kill: () => Promise<void>;
    start: () => Promise<void>;
    /** It keeps its connections and answers nobody, until it wakes. */
    freeze: () => void;
    wake: () => void;
  };
  /** PostgreSQL, which only a lab with a server of its own may end. */
  postgres: () => OwnPostgres;
  close: () => Promise<void>;
};

/** `ownPostgres`: a PostgreSQL for this lab alone, whose commits survive its end. */
type LabOptions = { ownPostgres?: true };

/** An installation with the demo ground. */
export type Lab = EmptyLab & { demo: DemoTenants };

/** Brings up an installation with the simulator and the demo ground; the other programs are started by the test. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  return furnish(await openEmptyLab(options));
}

/** Puts the demo ground into an installation. */
export async function furnish(lab: EmptyLab): Promise<Lab> {
  return { ...lab, demo: await seedDemo(processEnv('api', lab.setup)) };
}

/** Brings up an installation that nobody set up yet, with the simulator. */
export async function openEmptyLab(options: LabOptions = {}): Promise<EmptyLab> {
  const folder = mkdtempSync(join(tmpdir(), 'sms-crm-lab-'));
  const postgres = options.ownPostgres ? await openPostgres(folder) : undefined;
  const database = await createTestDatabase(postgres?.url ?? testServerUrl(process.env));
  const redis = await openRedis(folder);
  const ports = await labPorts();
  const secrets = {
    ...ensureSecrets(join(folder, 'secrets.json')),
    appPassword: 'test-app',
    systemPassword: 'test-system',
  };
  const setup: Setup = {
    ports,
    ownerUrl: database.ownerUrl,
    redisUrl: redis.url,
    cacheRedisUrl: redis.url,
    secrets,
    logLevel: 'info',
  };
  const programs: Program[] = [];
  const start: EmptyLab['start'] = async (name, env) => {
    const program = await Program.start(name, setup, env);
    programs.push(program);
    return program;
  };
  await start('simulator');
  return {
    setup,
    addresses: addressesOf(ports),
    database,
    start,
    redis,
    postgres: () => owned(postgres),
    close: async () => {
      await Promise.all(programs.map((program) => program.end('SIGKILL')));
      await redis.kill();
      await database.close();
      await postgres?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function owned(postgres: OwnPostgres | undefined): OwnPostgres {
  if (postgres === undefined) throw new Error('this lab shares its PostgreSQL: open it with `ownPostgres`');
  return postgres;
}

async function labPorts(): Promise<Ports> {
  const [web = 0, api = 0, shortener = 0, simulator = 0, ...metrics] = await freePorts(9);
  const [m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = metrics;
  return {
    web: { http: web, metrics: m5 },
    api: { http: api, metrics: m1 },
    shortener: { http: shortener, metrics: m2 },
    simulator: { http: simulator, metrics: m3 },
    sender: { http: 0, metrics: m4 },
  };
}

/** A Redis of the test's own: tests wipe and kill it, and BullMQ's keys must not meet those of another test. */
async function openRedis(folder: string): Promise<EmptyLab['redis'] & { url: string }> {
  const command = findProgram(['redis-server', 'valkey-server']);
  if (command === undefined) throw new Error('redis-server is not on the PATH; `npm test` installs it.');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--appendonly',
      'yes',
      '--save',
      '',
    ];
    child = spawn(command, args, { stdio: 'ignore' });
    await waitUntil(() => pingRedis(url), { what: 'Redis', deadlineMs: 20_000 });
  };
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const freeze = () => void child?.kill('SIGSTOP');
  const wake = () => void child?.kill('SIGCONT');
  await start();
  return { url, start, kill, freeze, wake };
}
