import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { signal, type TxContext } from '../context/context.ts';

/** A text whose status changed. */
type Moved = { id: string; campaignId: string | null };

/**
 * Marks threads whose newest text of ours was not delivered, takes the mark off again when it was after all, and shows the new status in
 * open threads. Texts of campaigns are in no thread and cost nothing here. To be called after the messages are written.
 */
export async function noteReplyEnds(ctx: TxContext, moved: readonly Moved[]): Promise<void> {
  const ids = moved.filter(({ campaignId }) => campaignId === null).map(({ id }) => id);
  if (ids.length === 0) return;
  const { rows } = await ctx.tx.db.execute<{ id: string; marked: boolean }>(sql`
    with ended as (
      select cm.conversation_id, m.id, m.status in ('failed', 'undelivered', 'skipped', 'canceled') as failed
      from conversation_messages cm join messages m on m.tenant_id = cm.tenant_id and m.id = cm.message_id
      where cm.tenant_id = ${ctx.tenantId}::uuid and cm.message_id = any (${sql.param(ids)}::uuid[])
    ), locked as (
      select c.id from conversations c
      where c.tenant_id = ${ctx.tenantId}::uuid and c.id in (select conversation_id from ended)
      order by c.phone, c.number_phone for no key update
    ), marked as (
      update conversations c set failed_message_id = case when e.failed then e.id end
      from ended e join locked on locked.id = e.conversation_id
      where c.tenant_id = ${ctx.tenantId}::uuid and c.id = e.conversation_id and c.last_outbound_id = e.id
        and c.failed_message_id is distinct from case when e.failed then e.id end
      returning c.id
    )
    select conversation_id as id, bool_or(conversation_id in (select id from marked)) as marked from ended group by conversation_id`);
  for (const { id } of rows) signal(ctx, liveTopic.conversation(id));
  if (rows.some(({ marked }) => marked)) signal(ctx, liveTopic.inbox());
}
