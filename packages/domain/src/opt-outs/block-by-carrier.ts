import { sql } from 'drizzle-orm';
import { audit } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';

/**
 * Puts phones on the do-not-contact list (origin `carrier`) because the carrier says that they opted out there (Twilio 21610).
 * A phone whose own STOP we know already stays as it is, so that its START lifts everything.
 */
export async function blockByCarrier(
  ctx: TxContext,
  blocked: readonly { phone: string; messageId: string }[],
): Promise<void> {
  const byPhone = [...new Map(blocked.map((entry) => [entry.phone, entry])).values()];
  if (byPhone.length === 0) return;
  const { rows } = await ctx.tx.db.execute<{ phone: string }>(sql`
    insert into do_not_contact as d (tenant_id, phone, origin, reason, source_message_id, created_by, created_at)
    select ${ctx.tenantId}::uuid, b.phone, 'carrier', 'Opted out at the carrier (21610)', b.message_id,
      ${ctx.actor.label}, ${ctx.services.clock.now().toISOString()}::timestamptz
    from unnest(
      ${sql.param(byPhone.map((entry) => entry.phone))}::text[],
      ${sql.param(byPhone.map((entry) => entry.messageId))}::uuid[]
    ) as b (phone, message_id)
    where not exists (
      select from do_not_contact known
      where known.tenant_id = ${ctx.tenantId} and known.phone = b.phone
        and known.origin = 'recipient' and known.lifted_at is null
    )
    order by b.phone
    on conflict (tenant_id, phone, origin) do update set
      lifted_at = null, created_at = excluded.created_at, source_message_id = excluded.source_message_id
    where d.lifted_at is not null
    returning phone`);
  if (rows.length === 0) return;
  await audit(ctx, {
    action: 'do-not-contact.block-by-carrier',
    target: { type: 'do-not-contact', id: null },
    after: { phones: rows.map((row) => row.phone) },
  });
}
