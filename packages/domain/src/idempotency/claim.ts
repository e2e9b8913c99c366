import { randomUUID } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { idempotencyKeys } from '@sms-crm/db/tables/access';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';

/** While a request runs, it says so this often, s. */
export const signOfLifeSeconds = 5;

/** A first request without a sign of life for this long has lost its process, s; the next one with its key runs anew if that one wrote nothing. */
const lostAfterSeconds = 30;

/** Answers are kept this long, s. */
export const keptSeconds = 86_400;

/** One use of an `Idempotency-Key`; `fingerprint` says which request it stands for, in hexadecimal digits. */
export type KeyUse = { key: string; fingerprint: string };

/** A use that holds its key; `run` tells it from others that held the key before or after. */
export type ClaimedKey = KeyUse & { run: string };

/**
 * What to do with a request that carries a key: run it, or answer as the first one was answered. `digest` is that of the upload which
 * got the answer; whoever replays it compares the new upload first.
 */
export type Claim =
  | { type: 'run'; run: string }
  | { type: 'replay'; status: number; body: string; digest: string | null };

/** Stands between the fingerprint and the digest of an upload, which is known only once all of it was read. */
const digestMark = ':';

type KeyRow = typeof idempotencyKeys.$inferSelect;

/**
 * Claims the key for this request, in a transaction of its own.
 *
 * @throws DomainError `idempotency_mismatch` when the key was used for another request, `in_progress` while the first one runs,
 * `already_exists` when it was carried out and its answer got lost
 */
export async function claimKey(ctx: Context, use: KeyUse): Promise<Claim> {
  return withTransaction(ctx, async (ctx) => {
    const run = randomUUID();
    if (await insertClaim(ctx, { ...use, run })) return { type: 'run', run };
    const row = await lockRow(ctx, use.key);
    // Released or swept between the two statements: the client's next try will find it free.
    if (row === undefined) throw stillRunning();
    const ageSeconds = (ctx.services.clock.now().getTime() - row.createdAt.getTime()) / 1_000;
    if (ageSeconds > keptSeconds) return takeOver(ctx, { ...use, run });
    const [fingerprint, digest = null] = row.fingerprint.split(digestMark);
    if (fingerprint !== use.fingerprint) throw otherRequest(use.key);
    if (row.status !== null) return { type: 'replay', status: row.status, body: row.body ?? '', digest };
    if (ageSeconds <= lostAfterSeconds) throw stillRunning();
    if (row.writtenAt !== null) throw answerLost();
    return takeOver(ctx, { ...use, run });
  });
}

/** Says that the request with this key still runs: its claim and the time its answer is kept count from now on. */
export async function keepClaim(ctx: Context, claimed: ClaimedKey): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .update(idempotencyKeys)
      .set({ createdAt: ctx.services.clock.now() })
      .where(runRow(ctx, claimed)),
  );
}

/**
 * Notes in a transaction of the request, as the last thing before its commit, that it wrote something, so that nobody who repeats the
 * request does it again. One that only read leaves no note.
 *
 * @throws DomainError `in_progress` when the key has gone to another run meanwhile: this one took too long
 */
export async function noteWritten(ctx: TxContext, claimed: ClaimedKey): Promise<void> {
  const { rows } = await ctx.tx.db.execute<{ wrote: boolean; noted: boolean }>(sql`
    with now as materialized (select pg_current_xact_id_if_assigned() is not null as wrote),
    noted as (
      update idempotency_keys k set written_at = ${ctx.services.clock.now().toISOString()}::timestamptz
      from now where now.wrote and k.tenant_id = ${ctx.tenantId} and k.actor_id = ${actorOf(ctx)} and k.key = ${claimed.key} and k.run = ${claimed.run}
      returning 1
    )
    select now.wrote, exists (select from noted) as noted from now`);
  if (rows[0]?.wrote === true && !rows[0].noted) throw stillRunning();
}

/** Keeps the answer of a claimed key, and the digest of the upload that got it. */
export async function keepAnswer(
  ctx: Context,
  claimed: ClaimedKey,
  answer: { status: number; body: string; digest?: string | undefined },
): Promise<void> {
  const { digest, ...kept } = answer;
  const fingerprint =
    digest === undefined ? claimed.fingerprint : `${claimed.fingerprint}${digestMark}${digest}`;
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .update(idempotencyKeys)
      .set({ ...kept, fingerprint })
      .where(runRow(ctx, claimed)),
  );
}

/**
 * Gives a claimed key back, so that the same request may run again.
 *
 * @param options.failed the request broke off: what it committed before is not to be done again, so its key stays taken
 */
export async function releaseKey(
  ctx: Context,
  claimed: ClaimedKey,
  { failed }: { failed: boolean },
): Promise<void> {
  const unwritten = failed ? isNull(idempotencyKeys.writtenAt) : undefined;
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.delete(idempotencyKeys).where(and(runRow(ctx, claimed), unwritten)),
  );
}

async function insertClaim(ctx: TxContext, claimed: ClaimedKey): Promise<boolean> {
  const made = await ctx.tx.db
    .insert(idempotencyKeys)
    .values({
      tenantId: ctx.tenantId,
      actorId: actorOf(ctx),
      createdAt: ctx.services.clock.now(),
      ...claimed,
    })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  return made.length > 0;
}

async function lockRow(ctx: TxContext, key: string): Promise<KeyRow | undefined> {
  const [row] = await ctx.tx.db.select().from(idempotencyKeys).where(ownRow(ctx, key)).for('update');
  return row;
}

async function takeOver(ctx: TxContext, { key, ...claimed }: ClaimedKey): Promise<Claim> {
  await ctx.tx.db
    .update(idempotencyKeys)
    .set({
      ...claimed,
      status: null,
      body: null,
      writtenAt: null,
      createdAt: ctx.services.clock.now(),
    })
    .where(ownRow(ctx, key));
  return { type: 'run', run: claimed.run };
}

function runRow(ctx: TxContext, { key, run }: ClaimedKey) {
  return and(ownRow(ctx, key), eq(idempotencyKeys.run, run));
}

function ownRow(ctx: TxContext, key: string) {
  return and(
    eq(idempotencyKeys.tenantId, ctx.tenantId),
    eq(idempotencyKeys.actorId, actorOf(ctx)),
    eq(idempotencyKeys.key, key),
  );
}

function actorOf(ctx: Context): string {
  return ctx.actor.id;
}

/** The answer to a key that stands for another request. */
export function otherRequest(key: string): DomainError {
  return new DomainError('idempotency_mismatch', {
    detail: `The Idempotency-Key ${key} was used for another request. Make a new key for each new request; repeat a key only with the very same request.`,
  });
}

function stillRunning(): DomainError {
  return new DomainError('in_progress', {
    detail: 'The first request with this Idempotency-Key still runs. Ask again in a second for its answer.',
  });
}

function answerLost(): DomainError {
  return new DomainError('already_exists', {
    detail:
      'The first request with this Idempotency-Key was carried out, at least in part, but its answer got lost with its process. Look at what is there; to do it once more, use a new key.',
  });
}
