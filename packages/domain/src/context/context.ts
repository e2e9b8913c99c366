import type { Logger } from '@sms-crm/runtime/logger';
import { withTenant, withTenantSnapshot, type Transaction } from '@sms-crm/db/transaction';
import type pg from 'pg';
import type { Actor } from './actor.ts';
import type { SetupTools } from '../carrier-accounts/setup-port.ts';
import type { FollowUpTimes } from '../follow-up/times.ts';
import type { SendTimes } from '../sending/lease.ts';
import type { CarrierLookup, Clock, Enqueue, JobRequest, Mailer, RateTokens, Signal } from './ports.ts';

/** What an installation is configured with. */
export type Settings = {
  /** What carriers post to, without a slash at the end; signatures are checked against it. */
  publicApiUrl: string;
  /** Where short links live, without a slash at the end. */
  shortLinkOrigin: string;
  /** The simulator’s origin, where there is one: links may lead there although it is nobody else’s. */
  simulatorOrigin?: string | undefined;
  /** Key of the HMAC in callback URLs. */
  callbackSecret: string;
  /** 32 bytes, base64: seals carrier credentials. */
  encryptionKey: string;
  /** The key before it, while what it sealed is sealed anew. */
  formerEncryptionKey?: string | undefined;
  /** A file in MMDB format that tells countries by addresses, for tenants without one of their own. */
  countryDatabase?: string | undefined;
  sendTimes: SendTimes;
  followUp: FollowUpTimes;
};

/** What a process lends to its verbs. */
export type Services = {
  app: pg.Pool;
  system: pg.Pool;
  clock: Clock;
  random: () => number;
  log: Logger;
  enqueue: Enqueue;
  signal: Signal;
  /** Lets the pump look for work now instead of at its next round. */
  wakePump: () => Promise<void>;
  mailer: Mailer;
  carriers: CarrierLookup;
  /** What going live needs. */
  setup: SetupTools;
  rates: RateTokens;
  settings: Settings;
};

/** Everything a verb works with: one tenant, one actor, and the open transaction if there is one. */
export type Context = {
  services: Services;
  tenantId: string;
  actor: Actor;
  requestId: string;
  log: Logger;
  /** Runs at the end of each transaction that this context opens; what it throws rolls it back. */
  beforeCommit?: (ctx: TxContext) => Promise<void>;
  tx?: OpenTransaction;
};

type OpenTransaction = { db: Transaction; jobs: JobRequest[]; topics: string[]; wakesPump: boolean };

/** A context inside a transaction. */
export type TxContext = Context & { tx: OpenTransaction };

/** Makes the context of one request or job. */
export function createContext(
  services: Services,
  who: { tenantId: string; actor: Actor; requestId: string },
): Context {
  const log = services.log.child({ tenantId: who.tenantId, requestId: who.requestId });
  return { services, ...who, log };
}

/**
 * Joins the open transaction of the context or opens one bound to its tenant.
 * Jobs, live signals and the wake-up that `work` asks for are let out after the commit; what cannot be let out then, the sweep finds.
 */
export async function withTransaction<T>(ctx: Context, work: (ctx: TxContext) => Promise<T>): Promise<T> {
  if (isOpen(ctx)) return work(ctx);
  let open: OpenTransaction | undefined;
  const value = await withTenant(ctx.services.app, ctx.tenantId, async (db) => {
    open = { db, jobs: [], topics: [], wakesPump: false };
    const inside = { ...ctx, tx: open };
    const done = await work(inside);
    await ctx.beforeCommit?.(inside);
    return done;
  });
  if (open !== undefined) await letOut(ctx, open);
  return value;
}

/**
 * Opens a transaction that only reads and sees one moment throughout, for answers whose parts must agree with each other.
 *
 * @throws Error inside an open transaction, which sees what it sees
 */
export async function withSnapshot<T>(ctx: Context, work: (ctx: TxContext) => Promise<T>): Promise<T> {
  if (isOpen(ctx)) throw new Error('a snapshot cannot begin inside a transaction');
  return withTenantSnapshot(ctx.services.app, ctx.tenantId, (db) =>
    work({ ...ctx, tx: { db, jobs: [], topics: [], wakesPump: false } }),
  );
}

/** Asks for a job once the transaction has committed. */
export function enqueue(ctx: TxContext, job: JobRequest): void {
  ctx.tx.jobs.push(job);
}

/** Tells open pages, once the transaction has committed, that the thing behind the topic changed. */
export function signal(ctx: TxContext, topic: string): void {
  ctx.tx.topics.push(topic);
}

/** Says that the transaction leaves rows behind that the pump can offer at once. */
export function wakePump(ctx: TxContext): void {
  ctx.tx.wakesPump = true;
}

function isOpen(ctx: Context): ctx is TxContext {
  return ctx.tx !== undefined;
}

async function letOut(ctx: Context, { jobs, topics, wakesPump }: OpenTransaction): Promise<void> {
  const parts: [string, () => Promise<void>][] = [];
  if (jobs.length > 0) parts.push(['jobs', () => ctx.services.enqueue(jobs)]);
  if (topics.length > 0) parts.push(['live signals', () => ctx.services.signal(ctx.tenantId, topics)]);
  if (wakesPump) parts.push(['a wake-up of the pump', () => ctx.services.wakePump()]);
  await Promise.all(
    parts.map(async ([what, let_out]) => {
      try {
        await let_out();
      } catch (error) {
        ctx.log.warn({ err: error }, `${what} could not be let out; the sweep will`);
      }
    }),
  );
}
