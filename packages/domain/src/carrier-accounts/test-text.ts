import { createHmac, randomInt } from 'node:crypto';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { SendCarrierTest } from '@sms-crm/contracts/carrier-accounts';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierTestTexts } from '@sms-crm/db/tables/going-live';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type Settings, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { findAccount } from './account-row.ts';
import { requireReal } from './verify.ts';

/** Test texts of one account in an hour. */
const mostPerHour = 5;
const hourMs = 3_600_000;

/** A test text that has not left by then is not sent any more, ms. */
const sendWithinMs = 10 * 60_000;

/**
 * Texts a code to a phone of one's own, through the account and all gates a test text meets.
 *
 * @throws DomainError `blocked` without an imported number, `too_many_requests` after five in an hour
 */
export async function sendCarrierTest(
  ctx: Context,
  input: { id: string } & SendCarrierTest,
): Promise<{ messageId: string }> {
  requirePermission(ctx, 'carrier:write');
  const now = ctx.services.clock.now();
  return withTransaction(ctx, async (ctx) => {
    const row = await findAccount(ctx, input.id, true);
    requireReal(row);
    await requireFew(ctx, row.id, now);
    const { brandName } = await tenantSettings(ctx);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const { messageId } = await createOutbound(ctx, {
      kind: 'test',
      contactId: null,
      phone: input.phone,
      numberId: await numberOf(ctx, row.id, input.numberId),
      body: `[Test] ${brandName}: ${code} is the code to type in where you sent this text from.`,
      replyToId: null,
      sendBefore: new Date(now.getTime() + sendWithinMs),
    });
    await ctx.tx.db.insert(carrierTestTexts).values({
      tenantId: ctx.tenantId,
      carrierAccountId: row.id,
      messageId,
      phone: input.phone,
      codeHash: hashOf(ctx.services.settings, messageId, code),
      createdAt: now,
    });
    await audit(ctx, {
      action: 'carrier-account.test-text',
      target: { type: 'carrier-account', id: row.id },
      after: { phone: input.phone, messageId },
    });
    return { messageId };
  });
}

/** What is kept of a code. */
export function hashOf(
  { callbackSecret }: Pick<Settings, 'callbackSecret'>,
  messageId: string,
  code: string,
): string {
  return createHmac('sha256', callbackSecret).update(`test text ${messageId} ${code}`).digest('hex');
}

async function requireFew(ctx: TxContext, accountId: string, now: Date): Promise<void> {
  const [sent] = await ctx.tx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(carrierTestTexts)
    .where(
      and(
        eq(carrierTestTexts.carrierAccountId, accountId),
        gt(carrierTestTexts.createdAt, new Date(now.getTime() - hourMs)),
      ),
    );
  if ((sent?.count ?? 0) < mostPerHour) return;
  throw new DomainError('too_many_requests', {
    detail: `${mostPerHour} test texts were sent in the last hour. Wait a while before the next one.`,
  });
}

async function numberOf(ctx: TxContext, accountId: string, wanted: string | undefined): Promise<string> {
  const [number] = await ctx.tx.db
    .select({ id: sendingNumbers.id })
    .from(sendingNumbers)
    .where(
      and(
        eq(sendingNumbers.carrierAccountId, accountId),
        wanted === undefined ? undefined : eq(sendingNumbers.id, wanted),
      ),
    )
    .orderBy(desc(sendingNumbers.rateParts), sendingNumbers.id)
    .limit(1);
  if (number !== undefined) return number.id;
  throw new DomainError('blocked', {
    detail:
      wanted === undefined
        ? 'No number of this account is chosen yet. Choose numbers first.'
        : 'That number is none of this account. Choose one of its imported numbers.',
  });
}
