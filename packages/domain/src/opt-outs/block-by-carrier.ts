import { sql, type SQL } from 'drizzle-orm';
import { audit } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import { startedSince } from './started-since.ts';

/**
 * Puts phones on the do-not-contact list (origin `carrier`) because the carrier says that they opted out there (Twilio 21610).
 * A phone whose own STOP we know already stays as it is, so that its START lifts everything; one that has written START since is left alone.
 *
 * @param blocked `at` is when the carrier said so
 */
export async function blockByCarrier(
  ctx: TxContext,
  blocked: readonly { phone: string; messageId: string; at: Date }[],
): Promise<void> {
  const started = await startedSince(ctx, blocked);
  const stopped = blocked.filter(({ phone }) => !started.has(phone));
  const byPhone = [...new Map(stopped.map((entry) => [entry.phone, entry])).values()];
  if (byPhone.length === 0) return;
  const { rows } = await ctx.tx.db.execute<{ phone: string }>(sql`
    insert into do_not_contact as d (tenant_id, phone, origin, reason, source_message_id, created_by, created_at, simulated)
    select ${ctx.tenantId}::uuid, b.phone, 'carrier', 'Opted out at the carrier (21610)', b.message_id,
      ${ctx.actor.label}, ${ctx.services.clock.now().toISOString()}::timestamptz, ${fromSimulator(ctx)}
    from unnest(
      ${sql.param(byPhone.map((entry) => entry.phone))}::text[],
      ${sql.param(byPhone.map((entry) => entry.messageId))}::uuid[]
    ) as b (phone, message_id)
    where not exists (
      select from do_not_contact known
      where known.tenant_id = ${ctx.tenantId} and known.phone = b.phone
        and known.origin = 'recipient' and known.lifted_at is null and (not known.simulated or ${fromSimulator(ctx)})
    )
    order by b.phone
    on conflict (tenant_id, phone, origin) do update set
      lifted_at = null, created_at = excluded.created_at, source_message_id = excluded.source_message_id, simulated = excluded.simulated
    where (d.lifted_at is not null and (d.simulated or not excluded.simulated))
      or (d.lifted_at is null and d.simulated and not excluded.simulated)
    returning phone`);
  if (rows.length === 0) return;
  await audit(ctx, {
    action: 'do-not-contact.block-by-carrier',
    target: { type: 'do-not-contact', id: null },
    after: { phones: rows.map((row) => row.phone) },
  });
}

/** Whether the text of `b` went through an account of the simulator. */
function fromSimulator({ tenantId }: { tenantId: string }): SQL {
  const number = sql`(select m.number_id from messages m where m.tenant_id = ${tenantId}::uuid and m.id = b.message_id)`;
  const account = sql`(select n.carrier_account_id from sending_numbers n where n.tenant_id = ${tenantId}::uuid and n.id = ${number})`;
  return sql`coalesce((
    select not a.live and not a.in_setup from carrier_accounts a where a.tenant_id = ${tenantId}::uuid and a.id = ${account}), false)`;
}
