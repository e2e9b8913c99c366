import { timingSafeEqual } from 'node:crypto';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { carrierTestTexts } from '@sms-crm/db/tables/going-live';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { findAccount } from './account-row.ts';
import { hashOf } from './test-text.ts';
import { viewAccount } from './view.ts';

/** Wrong codes after which a text's code is worth nothing, and its age at which it is, ms. */
const mostTries = 5;
const validMs = 3_600_000;

type TestText = typeof carrierTestTexts.$inferSelect;

/**
 * Confirms that the last test text arrived, by the code it brought.
 *
 * @throws DomainError `invalid_input` for a wrong code, `wrong_state` when no code is waited for
 */
export async function confirmCarrierTest(
  ctx: Context,
  input: { id: string; code: string },
): Promise<CarrierAccount> {
  requirePermission(ctx, 'carrier:write');
  // A wrong code counts, so it is thrown for after the commit.
  const confirmed = await withTransaction(ctx, async (ctx) => {
    const row = await findAccount(ctx, input.id, true);
    const text = await lastText(ctx, row.id);
    if (!isCode(ctx, text, input.code)) {
      await ctx.tx.db
        .update(carrierTestTexts)
        .set({ tries: text.tries + 1 })
        .where(eq(carrierTestTexts.id, text.id));
      return undefined;
    }
    await confirm(ctx, text);
    return viewAccount(ctx, row);
  });
  if (confirmed !== undefined) return confirmed;
  throw new DomainError('invalid_input', {
    detail: 'That is not the code of the last test text. Look at the phone again.',
    fields: [{ field: 'code', detail: 'is not the code' }],
  });
}

async function lastText(ctx: TxContext, accountId: string): Promise<TestText> {
  const since = new Date(ctx.services.clock.now().getTime() - validMs);
  const [text] = await ctx.tx.db
    .select()
    .from(carrierTestTexts)
    .where(
      and(
        eq(carrierTestTexts.carrierAccountId, accountId),
        isNull(carrierTestTexts.confirmedAt),
        gt(carrierTestTexts.createdAt, since),
      ),
    )
    .orderBy(desc(carrierTestTexts.id))
    .limit(1);
  if (text !== undefined && text.tries < mostTries) return text;
  throw new DomainError('wrong_state', {
    detail:
      'No code is waited for: it was confirmed, is over an hour old or was tried too often. Send another test text.',
  });
}

function isCode(ctx: TxContext, text: TestText, code: string): boolean {
  const given = Buffer.from(hashOf(ctx.services.settings, text.messageId, code));
  const expected = Buffer.from(text.codeHash);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function confirm(ctx: TxContext, text: TestText): Promise<void> {
  await ctx.tx.db
    .update(carrierTestTexts)
    .set({ confirmedAt: ctx.services.clock.now(), confirmedBy: ctx.actor.label })
    .where(eq(carrierTestTexts.id, text.id));
  await audit(ctx, {
    action: 'carrier-account.confirm-test',
    target: { type: 'carrier-account', id: text.carrierAccountId },
    after: { phone: text.phone, messageId: text.messageId },
  });
}
