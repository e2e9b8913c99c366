import { eq, inArray, sql } from 'drizzle-orm';
import { campaigns, carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations, followUpCursors } from '@sms-crm/db/tables/sending';
import { inFlight } from '../capacity/count-in-flight.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { findAccount } from './account-row.ts';
import { changeStage } from './hold-stage.ts';

/**
 * Removes an account with its token, numbers and registrations. Texts and reports stay; what the carrier still posts about them is refused.
 *
 * @throws DomainError `wrong_state` while texts of its numbers are on their way, the outcome of one is not known yet, or a campaign that names one is scheduled
 */
export async function deleteCarrierAccount(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'carrier:write');
  await withTransaction(ctx, async (ctx) => {
    await changeStage(ctx);
    const row = await findAccount(ctx, input.id, true);
    const numbers = await ctx.tx.db
      .select({ id: sendingNumbers.id, phone: sendingNumbers.phone })
      .from(sendingNumbers)
      .where(eq(sendingNumbers.carrierAccountId, row.id));
    const ids = numbers.map(({ id }) => id);
    await requireIdle(ctx, ids);
    await requireKnown(ctx, ids);
    if (ids.length > 0) {
      await ctx.tx.db.update(campaigns).set({ numberId: null }).where(inArray(campaigns.numberId, ids));
      await ctx.tx.db.delete(sendingNumbers).where(inArray(sendingNumbers.id, ids));
    }
    await ctx.tx.db.delete(carrierRegistrations).where(eq(carrierRegistrations.carrierAccountId, row.id));
    await ctx.tx.db.delete(followUpCursors).where(eq(followUpCursors.carrierAccountId, row.id));
    await ctx.tx.db.delete(carrierAccounts).where(eq(carrierAccounts.id, row.id));
    await audit(ctx, {
      action: 'carrier-account.delete',
      target: { type: 'carrier-account', id: row.id },
      before: { name: row.name, accountSid: row.accountSid, phones: numbers.map(({ phone }) => phone) },
    });
  });
}

/** No campaign uses the numbers or may be about to, and no single text of theirs is on its way. */
async function requireIdle(ctx: TxContext, numberIds: readonly string[]): Promise<void> {
  if (numberIds.length === 0) return;
  const ids = sql`${sql.param([...numberIds])}::uuid[]`;
  const { rows } = await ctx.tx.db.execute<{ what: string }>(sql`
    select 'the campaign “' || c.name || '”' as what from campaigns c
    where c.status = 'launching' or (c.status = 'scheduled' and c.number_id = any (${ids}))
      or (c.status in ('sending', 'paused') and exists (
        select from campaign_shares s where s.campaign_id = c.id and s.number_id = any (${ids})))
    union all
    select 'a single text' from message_batches b join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id
    where b.campaign_id is null and b.state <> 'done' and m.number_id = any (${ids})
    limit 3`);
  if (rows.length === 0) return;
  throw new DomainError('wrong_state', {
    detail: `Its numbers are in use by ${rows.map(({ what }) => what).join(', ')}. Cancel or finish that first.`,
  });
}

/** What became of each text is known: without the account the carrier could not be asked. */
async function requireKnown(ctx: TxContext, numberIds: readonly string[]): Promise<void> {
  if (numberIds.length === 0) return;
  const { rows } = await ctx.tx.db.execute<{ texts: number }>(sql`
    select count(*)::int as texts from (${inFlight(ctx)}) f where f.number_id = any (${sql.param([...numberIds])}::uuid[])`);
  const texts = rows[0]?.texts ?? 0;
  if (texts === 0) return;
  throw new DomainError('wrong_state', {
    detail: `It is not known yet what became of ${texts} of its texts; the carrier is asked for a day at most. Remove the account after that.`,
  });
}
