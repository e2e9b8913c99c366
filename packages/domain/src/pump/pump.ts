import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { withSystem, type Transaction } from '@sms-crm/db/transaction';
import { cancelWaiting } from '../campaigns/cancel-waiting.ts';
import { jobActor } from '../context/actor.ts';
import { createContext, type Services } from '../context/context.ts';
import type { JobRequest } from '../context/ports.ts';
import { expireIdempotencyKeys } from '../idempotency/expire.ts';
import { expireLease } from '../sending/expire-lease.ts';
import { offerBulk, offerLostAgain } from './offer.ts';
import { offerSingles } from './offer-singles.ts';
import { isTick, rewindow } from './rewindow.ts';
import { dueJobs, findOverdue } from './sweep.ts';
import { markStoppedShares } from './stopped-shares.ts';
import { OfferWindow } from './window.ts';

/** One pump at a time over the whole installation; any constant will do. */
const lockKey = 4_408_117;

/** An offer whose job did not claim its batch within this time is made again, ms; the window holds only about 2 s of work. */
const lostOfferMs = 10_000;

/** How often the pump looks for lost work besides offering, ms. */
const defaultSweepEveryMs = 1_000;

/**
 * Moves work from Postgres to the queues: what a campaign has open, within the window, and every row whose state implies a job.
 * Run by a plain timer in every sender process; a Postgres lock lets one of them work at a time.
 */
export class Pump {
  readonly #services: Services;
  readonly #window = new OfferWindow();
  readonly #sweepEveryMs: number;
  readonly #keepSchedules: () => Promise<void>;
  #sweptAt = 0;
  #demoTime: string | null = null;

  /** @param options.keepSchedules makes the schedulers of jobs that run by the clock where they are missing */
  constructor(
    services: Services,
    options: { sweepEveryMs?: number; keepSchedules?: () => Promise<void> } = {},
  ) {
    this.#services = services;
    this.#sweepEveryMs = options.sweepEveryMs ?? defaultSweepEveryMs;
    this.#keepSchedules = options.keepSchedules ?? (() => Promise.resolve());
  }

  /**
   * One round; does nothing while another process is at it.
   *
   * @returns after how long another one is known to find work, ms; infinite when that is not known
   */
  async round(): Promise<number> {
    const sweep = performance.now() - this.#sweptAt >= this.#sweepEveryMs;
    const found = await withSystem(this.#services.system, (db) => this.#look(db, sweep));
    if (found === undefined) return Number.POSITIVE_INFINITY;
    if (sweep) this.#sweptAt = performance.now();
    if (found.jobs.length > 0) await this.#services.enqueue(found.jobs);
    for (const { tenantId, batchId } of found.leases) {
      await expireLease(this.#context(tenantId), { batchId });
    }
    for (const { tenantId, campaignId } of found.campaigns) {
      await cancelWaiting(this.#context(tenantId), { campaignId });
    }
    if (sweep) await this.#keepSchedules();
    return found.againInMs;
  }

  async #look(db: Transaction, sweep: boolean) {
    const { rows } = await db.execute<{ locked: boolean; out: number }>(sql`
      select pg_try_advisory_xact_lock(${lockKey}) as locked,
        (select count(*)::int from message_batches where state in ('offered', 'claimed') and queue = 'bulk') as out`);
    const [state] = rows;
    if (state?.locked !== true) return undefined;
    const now = this.#services.clock.now();
    if (sweep) await this.#rewindow(db, now);
    const places = this.#window.places(state.out, performance.now());
    const firstPlaces = this.#window.firstPlaces(state.out);
    const bulk = await offerBulk(db, this.#services.rates, { places, firstPlaces, now });
    this.#window.offered(bulk.jobs.length);
    const singles = await offerSingles(db, this.#services.rates, now);
    const jobs: JobRequest[] = [...singles.jobs, ...bulk.jobs];
    const againInMs = Math.min(singles.againInMs, bulk.againInMs);
    if (!sweep) return { jobs, againInMs, leases: [], campaigns: [] };
    jobs.push(...(await offerLostAgain(db, new Date(now.getTime() - lostOfferMs), now)));
    jobs.push(...(await dueJobs(db, now, this.#services.settings)));
    await expireIdempotencyKeys(db);
    await markStoppedShares(db, now);
    return { jobs, againInMs, ...(await findOverdue(db, now)) };
  }

  async #rewindow(db: Transaction, now: Date): Promise<void> {
    const { clock } = this.#services;
    const demoTime = clock.demoTime();
    const moved = demoTime !== null && !isTick(this.#demoTime, demoTime);
    this.#demoTime = demoTime;
    await rewindow(db, clock, { now, all: moved });
  }

  #context(tenantId: string) {
    return createContext(this.#services, { tenantId, actor: jobActor('sweep'), requestId: randomUUID() });
  }
}
