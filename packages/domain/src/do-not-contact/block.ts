import type { DncOrigin } from '@sms-crm/contracts/do-not-contact';
import type { TxContext } from '../context/context.ts';

/** Why phones are blocked. */
export type Block = { origin: DncOrigin; reason: string | null; sourceMessageId?: string | null };

/**
 * Puts phones on the do-not-contact list; an entry of the same origin that was lifted comes into force again.
 *
 * @param phones E.164, each once
 * @returns the phones for which this origin was not in force before
 */
export async function blockPhones(
  ctx: TxContext,
  phones: readonly string[],
  block: Block,
): Promise<string[]> {
  if (phones.length === 0) return [];
  const { rows } = await ctx.tx.db.$client.query<{ phone: string }>({
    name: 'dnc-block',
    text: `insert into do_not_contact as d (tenant_id, phone, origin, reason, source_message_id, created_by, created_at)
      select $1, p.phone, $2, $3, $4, $5, $6 from unnest($7::text[]) as p (phone) order by p.phone
      on conflict (tenant_id, phone, origin) do update set
        id = uuidv7(), reason = excluded.reason, source_message_id = excluded.source_message_id,
        created_by = excluded.created_by, created_at = excluded.created_at, lifted_at = null
      where d.lifted_at is not null
      returning phone`,
    values: [
      ctx.tenantId,
      block.origin,
      block.reason,
      block.sourceMessageId ?? null,
      ctx.actor.label,
      ctx.services.clock.now(),
      phones,
    ],
  });
  return rows.map((row) => row.phone);
}
