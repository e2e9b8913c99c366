import { setTimeout as passes } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../src/ports.ts';
import { control } from './client.ts';
import type { Lab } from './lab.ts';
import type { Program } from './program.ts';

/** Something bad that happens to the senders of a lab. */
export type Disaster = (lab: Lab, senders: Senders) => Promise<void>;

/** What goes on while something is away. */
type Meanwhile = () => Promise<void>;

/** Times of a send short enough for a test; the same proportions as the usual ones have to the carrier's lags. */
export const shortTimes = {
  LEASE_MS: '4000',
  REQUEST_TIMEOUT_MS: '2000',
  RECONCILE_WAIT_MS: '1000',
  RECONCILE_GAP_MS: '4000',
};

/** The sender processes of a lab, each of which can be ended and replaced. */
export class Senders {
  readonly #lab: Lab;
  readonly #running: Program[] = [];

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  async add(): Promise<void> {
    const METRICS_PORT = String(await freePort());
    this.#running.push(await this.#lab.start('sender', { ...shortTimes, METRICS_PORT }));
  }

  /** @param at which of them, counted round */
  of(at: number): Program {
    const program = this.#running[at % this.#running.length];
    if (program === undefined) throw new Error('no sender runs');
    return program;
  }

  /** The last lines of their logs that are warnings or worse. */
  warnings(): string[] {
    return this.#running.flatMap(({ output }) =>
      output
        .split('\n')
        .filter((line) => /^\{"level":[4-6]0/.test(line))
        .slice(-10),
    );
  }

  async kill(at: number): Promise<void> {
    const index = at % this.#running.length;
    await this.of(at).end('SIGKILL');
    this.#running.splice(index, 1);
    await this.add();
  }
}

/** As a crash does, in the middle of whatever it was at. */
export function killSender(at: number): Disaster {
  return (_lab, senders) => senders.kill(at);
}

export async function wipeRedis(lab: Lab): Promise<void> {
  const redis = new Redis(lab.setup.redisUrl);
  await redis.flushall();
  redis.disconnect();
}

/** PostgreSQL crashes, and is there again afterwards. */
export async function withoutPostgres(lab: Lab, meanwhile: Meanwhile): Promise<void> {
  await lab.postgres().kill();
  try {
    await meanwhile();
  } finally {
    await lab.postgres().start();
  }
}

/** Redis is killed, and is there again afterwards with what its file holds. */
export async function withoutRedis(lab: Lab, meanwhile: Meanwhile): Promise<void> {
  await lab.redis.kill();
  try {
    await meanwhile();
  } finally {
    await lab.redis.start();
  }
}

/** Redis cannot be reached for a while. */
export async function withRedisFrozen(lab: Lab, meanwhile: Meanwhile): Promise<void> {
  lab.redis.freeze();
  try {
    await meanwhile();
  } finally {
    lab.redis.wake();
  }
}

export const restartPostgres: Disaster = (lab) => lab.postgres().restart();

/** Frozen for longer than its lease, then woken with its requests still open. */
export const freezeSender: Disaster = async (_lab, senders) => {
  const { child } = senders.of(0);
  child.kill('SIGSTOP');
  await passes(Number(shortTimes.LEASE_MS) * 1.5);
  child.kill('SIGCONT');
};

/** The carrier takes nothing for a while: 429 to nearly everything. */
export const refuseAll: Disaster = async (lab) => {
  const body = { kind: 'refuse', code: 20_429, probability: 0.9, forMs: 3_000 };
  await control(lab, '/faults', { method: 'POST', body });
};
