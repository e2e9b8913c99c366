import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLoss } from '@sms-crm/db/transaction';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext, type Context, type Services } from '@sms-crm/domain/context/context';
import type { RecordLimits } from '@sms-crm/domain/clicks/record';
import type { Hit } from '@sms-crm/domain/links/hit-stream';
import { recordSurely } from '@sms-crm/domain/links/record-surely';
import { setAside } from '@sms-crm/domain/links/set-aside';
import type { Entry } from './stream.ts';

/** Pause before the database is tried again, ms. */
const retryMs = 1_000;

/** After a failure a tenant's hits are set aside without a try for so long, ms: those of all others wait for each try. */
const restMs = 15_000;

/** Tenants whose hits are recorded at once, those whose turn was given up included: each holds a connection. */
const atOnce = 3;

/** How long a statement of a tenant's recording may take, ms, and a millisecond more for each hit. */
const patienceMs = 2_000;

/** So much longer all others wait for it in one turn, ms: mostly PostgreSQL has ended it by then, and its connection is free. */
const graceMs = 500;

/** Records the hits of entries, tenant by tenant. */
export class EntryRecorder {
  readonly #services: Services;
  /** Until when the hits of tenants are set aside, by `performance.now()`. */
  readonly #resting = new Map<string, number>();
  #running = 0;

  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Returns when all hits are recorded, however long the database takes to come back. Those of a tenant for whom that fails otherwise,
   * or takes long, are set aside for a job.
   */
  async record(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const { log } = this.#services;
    const foreign = entries.reduce((sum, entry) => sum + entry.foreign, 0);
    if (foreign > 0) log.error({ entries: foreign }, 'entries of the click stream are no clicks');
    const hits = entries.flatMap((entry) => entry.hits);
    const tenants = Map.groupBy(hits, (hit) => hit.tenantId).entries();
    const recordNext = async (): Promise<void> => {
      for (const [tenantId, own] of tenants) {
        const actor = jobActor('clicks');
        const ctx = createContext(this.#services, { tenantId, actor, requestId: randomUUID() });
        await this.#recordOrWait(ctx, own, signal);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, recordNext));
  }

  async #recordOrWait(ctx: Context, hits: readonly Hit[], signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        if (this.#isResting(ctx.tenantId) || this.#running >= atOnce) await setAside(ctx, hits);
        else await this.#recordOrSetAside(ctx, hits);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        ctx.log.warn({ err: error }, 'clicks wait for the database');
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #recordOrSetAside(ctx: Context, hits: readonly Hit[]): Promise<void> {
    try {
      const statementMs = patienceMs + hits.length;
      const recorded = this.#record(ctx, hits, { statementMs });
      if (await Promise.race([recorded, sleep(statementMs + graceMs, false, { ref: false })])) return;
      // It goes on beside the job, which finds recorded what it finished.
      recorded.catch(() => undefined);
      ctx.log.warn({ hits: hits.length }, 'recording clicks takes long; a job tries, too');
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      ctx.log.error({ err: error, hits: hits.length }, 'clicks cannot be recorded; a job tries again');
    }
    this.#resting.set(ctx.tenantId, performance.now() + restMs);
    await setAside(ctx, hits);
  }

  async #record(ctx: Context, hits: readonly Hit[], limits: RecordLimits): Promise<true> {
    this.#running += 1;
    try {
      await recordSurely(ctx, hits, limits);
      return true;
    } finally {
      this.#running -= 1;
    }
  }

  #isResting(tenantId: string): boolean {
    const until = this.#resting.get(tenantId);
    if (until === undefined || until > performance.now()) return until !== undefined;
    this.#resting.delete(tenantId);
    return false;
  }
}
