import { and, eq } from 'drizzle-orm';
import { idempotencyKeys } from '@sms-crm/db/tables/access';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';

/** A first request without an answer for this long has lost its process, s; the next one with its key runs anew. */
const lostAfterSeconds = 60;

/** Answers are kept this long, s. */
export const keptSeconds = 86_400;

/** One use of an `Idempotency-Key`; `fingerprint` says which request it stands for, in hexadecimal digits. */
export type KeyUse = { key: string; fingerprint: string };

/**
 * What to do with a request that carries a key: run it, or answer as the first one was answered. `digest` is that of the upload which
 * got the answer; whoever replays it compares the new upload first.
 */
export type Claim = { type: 'run' } | { type: 'replay'; status: number; body: string; digest: string | null };

/** Stands between the fingerprint and the digest of an upload, which is known only once all of it was read. */
const digestMark = ':';

type KeyRow = typeof idempotencyKeys.$inferSelect;

/**
 * Claims the key for this request, in a transaction of its own.
 *
 * @throws DomainError `idempotency_mismatch` when the key was used for another request, `in_progress` while the first one runs
 */
export async function claimKey(ctx: Context, use: KeyUse): Promise<Claim> {
  return withTransaction(ctx, async (ctx) => {
    if (await insertClaim(ctx, use)) return { type: 'run' };
    const row = await lockRow(ctx, use.key);
    // Released or swept between the two statements: the client's next try will find it free.
    if (row === undefined) throw stillRunning();
    const ageSeconds = (ctx.services.clock.now().getTime() - row.createdAt.getTime()) / 1_000;
    if (ageSeconds > keptSeconds) return takeOver(ctx, use);
    const [fingerprint, digest = null] = row.fingerprint.split(digestMark);
    if (fingerprint !== use.fingerprint) throw otherRequest(use.key);
    if (row.status !== null) return { type: 'replay', status: row.status, body: row.body ?? '', digest };
    if (ageSeconds > lostAfterSeconds) return takeOver(ctx, use);
    throw stillRunning();
  });
}

/** Keeps the answer of a claimed key, and the digest of the upload that got it. */
export async function keepAnswer(
  ctx: Context,
  use: KeyUse,
  answer: { status: number; body: string; digest?: string | undefined },
): Promise<void> {
  const { digest, ...kept } = answer;
  const fingerprint = digest === undefined ? use.fingerprint : `${use.fingerprint}${digestMark}${digest}`;
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .update(idempotencyKeys)
      .set({ ...kept, fingerprint })
      .where(and(ownRow(ctx, use.key), eq(idempotencyKeys.fingerprint, use.fingerprint))),
  );
}

/** Gives a claimed key back, so that the same request may run again. */
export async function releaseKey(ctx: Context, use: KeyUse): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .delete(idempotencyKeys)
      .where(and(ownRow(ctx, use.key), eq(idempotencyKeys.fingerprint, use.fingerprint))),
  );
}

async function insertClaim(ctx: TxContext, use: KeyUse): Promise<boolean> {
  const made = await ctx.tx.db
    .insert(idempotencyKeys)
    .values({
      tenantId: ctx.tenantId,
      actorId: actorOf(ctx),
      createdAt: ctx.services.clock.now(),
      ...use,
    })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  return made.length > 0;
}

async function lockRow(ctx: TxContext, key: string): Promise<KeyRow | undefined> {
  const [row] = await ctx.tx.db.select().from(idempotencyKeys).where(ownRow(ctx, key)).for('update');
  return row;
}

async function takeOver(ctx: TxContext, use: KeyUse): Promise<Claim> {
  await ctx.tx.db
    .update(idempotencyKeys)
    .set({
      fingerprint: use.fingerprint,
      status: null,
      body: null,
      createdAt: ctx.services.clock.now(),
    })
    .where(ownRow(ctx, use.key));
  return { type: 'run' };
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
