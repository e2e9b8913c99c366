import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { Clock } from '../context/ports.ts';
import { recipientWindows } from '../quiet-hours/recipient-windows.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';

/** Groups of recipients moved to their next window per round; a moved demo clock is seen in one round alone, so then there is no limit. */
const perRound = 200;

/**
 * Gives open batches whose window has closed their next one, a whole group of recipients at a time; where simulated recipients live by
 * the demo clock and that was moved, `all` works out every window anew, and looks at the single texts that wait for one.
 */
export async function rewindow(
  db: Transaction,
  clock: Clock,
  { now: at, all }: { now: Date; all: boolean },
): Promise<void> {
  const now = at.toISOString();
  if (all) {
    await db.execute(
      sql`update message_batches set next_at = null where queue = 'now' and state = 'open' and waits_for = 'quiet_hours'`,
    );
  }
  const { rows } = await db.execute<{
    tenantId: string;
    key: string;
    simulated: boolean;
    quietHours: unknown;
  }>(sql`
    select distinct b.tenant_id as "tenantId", b.recipient_zone as key, c.simulated, t.quiet_hours as "quietHours"
    from message_batches b join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id join tenants t on t.id = b.tenant_id
    where b.state = 'open' and b.recipient_zone is not null and b.send_before is not null
      and (b.send_before <= ${now}::timestamptz or ${all}::boolean)
    limit ${all ? null : perRound}`);
  for (const { tenantId, key, simulated, quietHours } of rows) {
    const narrowing = readNarrowing({ quietHours });
    const span = recipientWindows(key, { clock, narrowing, simulated }).windowAt(at);
    await db.execute(sql`
      update message_batches b set not_before = ${span?.opensAt.toISOString() ?? null}::timestamptz,
        send_before = ${span?.closesAt.toISOString() ?? null}::timestamptz, next_at = case when ${all}::boolean and b.waits_for = 'quiet_hours' then null else b.next_at end
      from campaigns c where c.tenant_id = b.tenant_id and c.id = b.campaign_id and c.simulated = ${simulated}
        and b.tenant_id = ${tenantId}::uuid and b.state = 'open' and b.recipient_zone = ${key} and b.send_before is not null
        and (b.send_before <= ${now}::timestamptz or ${all}::boolean)`);
  }
}

/** Whether the demo clock just went on by itself: the same minute or the next one. */
export function isTick(before: string | null, time: string): boolean {
  if (before === null) return false;
  return [0, 1].includes((minuteOf(time) - minuteOf(before) + 1_440) % 1_440);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
