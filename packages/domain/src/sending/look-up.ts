import { eq } from 'drizzle-orm';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { withTransaction, type Context } from '../context/context.ts';
import type { Carrier, ListedText } from '../context/ports.ts';
import { carrierOf } from './account.ts';
import type { MessageRow } from './batch-row.ts';

/** The carrier's clock may be this far behind ours, ms. */
const clockSlackMs = 5_000;

/** What a complete listing of the carrier shows: texts with the same sender, recipient and body, made after the claim. */
export type Finding =
  | {
      type: 'listed';
      texts: readonly ListedText[];
      /** When it was asked for: what the carrier took since then may be missing. */
      askedAt: Date;
    }
  /** `asked`: the carrier was, and gave no list. */
  | { type: 'no-answer'; detail: string; asked: boolean };

/**
 * Looks messages up in the carrier's own list. Each number's carrier is found once, so keep the function no longer than a job.
 *
 * @returns never rejects: what stands in the way is a `no-answer`
 */
export function lookUpsOf(ctx: Context): (row: MessageRow) => Promise<Finding> {
  const carriers = new Map<string, Promise<Carrier | null>>();
  return async (row) => {
    const { numberId, numberPhone, claimedAt, body } = row;
    if (numberId === null || numberPhone === null || claimedAt === null || body === null)
      return { type: 'no-answer', detail: 'the row does not say what was sent', asked: false };
    const since = new Date(claimedAt.getTime() - clockSlackMs);
    try {
      const found = carriers.get(numberId) ?? carrierOfNumber(ctx, numberId);
      carriers.set(numberId, found);
      const carrier = await found;
      if (carrier === null) return { type: 'no-answer', detail: 'the sending number is gone', asked: false };
      const askedAt = ctx.services.clock.now();
      const listed = await carrier.list({ to: row.phone, from: numberPhone, since });
      return {
        type: 'listed',
        askedAt,
        texts: listed.filter((text) => text.body === body && text.createdAt >= since),
      };
    } catch (error) {
      return { type: 'no-answer', detail: String(error), asked: true };
    }
  };
}

async function carrierOfNumber(ctx: Context, numberId: string): Promise<Carrier | null> {
  const accountId = await withTransaction(ctx, async (ctx) => {
    const [number] = await ctx.tx.db.select().from(sendingNumbers).where(eq(sendingNumbers.id, numberId));
    return number?.carrierAccountId;
  });
  return accountId === undefined ? null : (await carrierOf(ctx, accountId)).carrier;
}
