import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';
import { perText } from './measure.ts';

/** Lets a real sender apply the callbacks that wait. CPU time is per callback, microseconds; the pump's own is in it. */
export async function measureApply(
  installation: Installation,
  { ground, callbacks }: { ground: Ground; callbacks: number },
): Promise<{ perSecond: number; node: number; postgres: number }> {
  await installation.settle();
  const sender = await installation.startSender(1);
  const before = await installation.cpu([sender]);
  await installation.untilApplied(ground.tenantId, callbacks);
  const after = await installation.cpu([sender]);
  const { rows } = await installation.database.owner.query<{ seconds: number; first: number }>(
    `select extract(epoch from max(applied_at) - min(applied_at))::float8 as seconds,
       count(*) filter (where applied_at = (select min(applied_at) from webhook_events where tenant_id = $1))::int as first
     from webhook_events where tenant_id = $1`,
    [ground.tenantId],
  );
  const { seconds = 1, first = 0 } = rows[0] ?? {};
  await sender.end();
  const { node, postgres } = perText({ before, after, seconds, texts: callbacks });
  return { perSecond: (callbacks - first) / seconds, node, postgres };
}
