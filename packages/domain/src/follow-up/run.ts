import { and, eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { followUpCursors } from '@sms-crm/db/tables/sending';
import { reachesPeople } from '../carrier-accounts/account-row.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import type { SentPage } from '../context/ports.ts';
import { carrierOf } from '../sending/account.ts';
import { applyListing } from './apply-listing.ts';
import type { Look } from './times.ts';

/** Pages read by one run; what is left is read by the next one. */
const maxPages = 50;

/** Two stretches overlap by this much: the carrier's clock may differ from ours, ms. */
const overlapMs = 120_000;

type Which = { accountId: string; look: Look };
type Stretch = { from: Date; until: Date; nextPage: string | null };

/**
 * Reads the carrier's list of what was sent and what came in since the last look of this age, page by page, and applies what it says: statuses whose
 * callbacks were lost, error codes, prices. Each page is applied together with the place where the listing goes on.
 *
 * @throws whatever the carrier's list throws; the next run goes on at the same page
 */
export async function followUp(ctx: Context, which: Which, run: { signal: AbortSignal }): Promise<void> {
  requirePermission(ctx, 'settings:write');
  const { carrier } = await carrierOf(ctx, which.accountId);
  for (let page = 0; page < maxPages && !run.signal.aborted; page += 1) {
    const stretch = await withTransaction(ctx, (ctx) => beginStretch(ctx, which));
    if (stretch === undefined) return;
    const listed = await carrier.listSent({ ...stretch, page: stretch.nextPage });
    await withTransaction(ctx, (ctx) => applyPage(ctx, which, { stretch, listed }));
  }
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.update(followUpCursors).set({ offeredAt: null }).where(isCursor(which)),
  );
}

function isCursor({ accountId, look }: Which) {
  return and(eq(followUpCursors.carrierAccountId, accountId), eq(followUpCursors.look, look));
}

async function lockCursor(ctx: TxContext, which: Which) {
  const [row] = await ctx.tx.db.select().from(followUpCursors).where(isCursor(which)).for('no key update');
  return row;
}

/** The stretch that is being read, or the next one; undefined while too little time has gathered. */
async function beginStretch(ctx: TxContext, which: Which): Promise<Stretch | undefined> {
  const cursor = await lockCursor(ctx, which);
  if (cursor === undefined) return undefined;
  const { agesMs, gapMs } = ctx.services.settings.followUp;
  const newest = ctx.services.clock.now().getTime() - agesMs[which.look];
  if (cursor.readingUntil === null && newest - cursor.doneUntil.getTime() < gapMs) return undefined;
  const until = cursor.readingUntil ?? new Date(newest);
  await ctx.tx.db
    .update(followUpCursors)
    .set({ readingUntil: until, offeredAt: ctx.services.clock.now() })
    .where(isCursor(which));
  return { from: new Date(cursor.doneUntil.getTime() - overlapMs), until, nextPage: cursor.nextPage };
}

/** Applies a page and moves on; a page that another run has applied meanwhile is left alone. */
async function applyPage(
  ctx: TxContext,
  which: Which,
  { stretch, listed }: { stretch: Stretch; listed: SentPage },
): Promise<void> {
  const cursor = await lockCursor(ctx, which);
  const moved =
    cursor?.readingUntil?.getTime() !== stretch.until.getTime() || cursor.nextPage !== stretch.nextPage;
  if (moved) return;
  const [account] = await ctx.tx.db
    .select({ live: carrierAccounts.live, inSetup: carrierAccounts.inSetup })
    .from(carrierAccounts)
    .where(eq(carrierAccounts.id, which.accountId));
  const next =
    listed.nextPage === null
      ? { doneUntil: stretch.until, readingUntil: null, nextPage: null }
      : { nextPage: listed.nextPage };
  await ctx.tx.db.update(followUpCursors).set(next).where(isCursor(which));
  await applyListing(ctx, {
    texts: listed.texts,
    accountId: which.accountId,
    simulated: account === undefined || !reachesPeople(account),
  });
}
