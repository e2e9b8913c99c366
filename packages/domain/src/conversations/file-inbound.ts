import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { isKeyword, type Inbound } from '../webhooks/inbound.ts';
import { announceThreads } from './announce.ts';
import { fileWords } from './file-words.ts';
import { previewOf } from './preview.ts';

/** The texts of one phone to one number, the newest last; keywords are answered by themselves and need nobody. */
type Filed = { phone: string; number: string; newest: Inbound; people: readonly Inbound[] };

/**
 * Files texts that came in into the thread of their phone and number, which opens again and counts them as unread. A keyword leaves a thread
 * as it is; a thread that begins with one is closed. To be called once the messages are stored.
 */
export async function fileInbound(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  if (inbounds.length === 0) return;
  const threads = await writeThreads(ctx, filedOf(inbounds));
  const own = inbounds.flatMap((inbound) => {
    const conversationId = threads.get(threadKey(inbound.text.From, inbound.text.To));
    return conversationId === undefined ? [] : [{ inbound, conversationId }];
  });
  await ctx.tx.db.execute(sql`
    insert into conversation_messages (tenant_id, conversation_id, message_id)
    select ${ctx.tenantId}::uuid, f.conversation_id, f.message_id
    from unnest(${sql.param(own.map(({ conversationId }) => conversationId))}::uuid[],
      ${sql.param(own.map(({ inbound }) => inbound.id))}::uuid[]) as f (conversation_id, message_id)`);
  await fileWords(
    ctx,
    own.map(({ conversationId, inbound }) => ({ conversationId, body: inbound.text.Body })),
  );
  announceThreads(ctx, [...threads.values()]);
}

function threadKey(phone: string, number: string): string {
  return `${phone} ${number}`;
}

function filedOf(inbounds: readonly Inbound[]): Filed[] {
  const groups = Map.groupBy(inbounds, ({ text }) => threadKey(text.From, text.To));
  return [...groups.values()].flatMap((group) => {
    const newest = group.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
    if (newest === undefined) return [];
    const { From: phone, To: number } = newest.text;
    return [{ phone, number, newest, people: group.filter((inbound) => !isKeyword(inbound)) }];
  });
}

/** @returns the id of each thread by its key; locked in the order of phone and number, as everywhere */
async function writeThreads(ctx: TxContext, filed: readonly Filed[]): Promise<Map<string, string>> {
  const column = <T>(pick: (one: Filed) => T) => sql.param(filed.map((one) => pick(one)));
  const now = ctx.services.clock.now().toISOString();
  const { rows } = await ctx.tx.db.execute<{ id: string; phone: string; number: string }>(sql`
    insert into conversations as c (tenant_id, phone, number_phone, number_id, last_message_id, last_direction, last_text, last_at,
      last_inbound_id, unread, campaign_id, closed_at, closed_by)
    select ${ctx.tenantId}::uuid, f.phone, f.number_phone, f.number_id, f.message_id, 'inbound', f.body, f.at, f.message_id, f.unread, f.campaign_id,
      case when f.unread = 0 then ${now}::timestamptz end, case when f.unread = 0 then 'keyword' end
    from unnest(${column(({ phone }) => phone)}::text[], ${column(({ number }) => number)}::text[],
      ${column(({ newest }) => newest.around.numberId)}::uuid[], ${column(({ newest }) => newest.id)}::uuid[],
      ${column(({ newest }) => previewOf(newest.text.Body))}::text[],
      ${column(({ newest }) => newest.at.toISOString())}::timestamptz[], ${column(({ people }) => people.length)}::int[],
      ${column(({ people }) => people.findLast(({ around }) => around.campaignId !== null)?.around.campaignId ?? null)}::uuid[])
      as f (phone, number_phone, number_id, message_id, body, at, unread, campaign_id)
    order by f.phone, f.number_phone
    on conflict (tenant_id, phone, number_phone) do update set
      number_id = coalesce(excluded.number_id, c.number_id),
      last_message_id = greatest(c.last_message_id, excluded.last_message_id),
      last_text = case when excluded.last_message_id > c.last_message_id then excluded.last_text else c.last_text end,
      last_at = greatest(c.last_at, excluded.last_at),
      last_inbound_id = greatest(c.last_inbound_id, excluded.last_inbound_id),
      last_direction = case when excluded.unread > 0 then 'inbound' else c.last_direction end,
      unread = c.unread + excluded.unread,
      campaign_id = coalesce(excluded.campaign_id, c.campaign_id),
      closed_at = case when excluded.unread > 0 then null else c.closed_at end,
      closed_by = case when excluded.unread > 0 then null else c.closed_by end
    returning c.id, c.phone, c.number_phone as number`);
  return new Map(rows.map(({ id, phone, number }) => [threadKey(phone, number), id]));
}
