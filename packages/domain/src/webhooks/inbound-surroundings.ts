import { sql } from 'drizzle-orm';
import type { StopConfirmer } from '@sms-crm/contracts/numbers';
import type { TxContext } from '../context/context.ts';

/** Outbound messages of a contact that are looked at for the one a text answers. */
const answerWindow = 50;

/** Who wrote a text, to which of our numbers, and which of our texts it answers. */
export type Surroundings = {
  contactId: string | null;
  numberId: string | null;
  stopConfirmer: StopConfirmer | null;
  replyToId: string | null;
  campaignId: string | null;
};

/**
 * The contact and our number of each text, and the campaign message handed over last from this number to this contact.
 *
 * @returns in the order of the texts
 */
export async function surroundingsOf(
  ctx: TxContext,
  texts: readonly { From: string; To: string }[],
): Promise<Surroundings[]> {
  const { rows } = await ctx.tx.db.execute<Surroundings>(sql`
    select c.id as "contactId", n.id as "numberId", n.stop_confirmer as "stopConfirmer", m.id as "replyToId",
      m.campaign_id as "campaignId"
    from unnest(${sql.param(texts.map(({ From }) => From))}::text[], ${sql.param(texts.map(({ To }) => To))}::text[])
      with ordinality as t (sender, receiver, place)
    left join lateral (
      select id from contacts where tenant_id = ${ctx.tenantId} and phone = t.sender limit 1
    ) c on true
    left join lateral (
      select id, stop_confirmer from sending_numbers where tenant_id = ${ctx.tenantId} and phone = t.receiver limit 1
    ) n on true
    left join lateral (
      select recent.id, recent.campaign_id
      from (
        select id, campaign_id, number_id, status, coalesce(handed_over_at, claimed_at) as sent_at
        from messages
        where tenant_id = ${ctx.tenantId} and contact_id = c.id and direction = 'outbound'
        order by id desc limit ${answerWindow}
      ) recent
      where recent.campaign_id is not null and recent.number_id = n.id and recent.sent_at is not null
        and recent.status in ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered')
      order by recent.sent_at desc limit 1
    ) m on true
    order by t.place`);
  return rows;
}
