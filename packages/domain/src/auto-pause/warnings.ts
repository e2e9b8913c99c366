import { sql, type SQL } from 'drizzle-orm';
import type { HealthWarning } from '@sms-crm/contracts/session';
import { autoPauseLeast } from '@sms-crm/contracts/auto-pause';
import type { TxContext } from '../context/context.ts';

/** Days looked at. */
const days = 7;

/** Codes that say the carrier found a rule broken, and those that say the recipient or their carrier blocks us. */
const violationCodes = ['30007', '30032', '30033', '30034', '30035'];
const blockedCodes = ['30004', '21610'];

/** Klaviyo's lines for an SMS account in trouble: shares of what was sent in the last 7 days. */
const lines = { violation: 0.1, blocked: 0.05, optOuts: 0.013 };

type Sums = { sent: string; violation: string; blocked: string; optOuts: string };

function ofCodes(codes: readonly string[]): SQL {
  return sql`coalesce(sum(h.value) filter (where h.metric in ('error', 'refused') and h.detail = any (${sql.param(codes)}::text[])), 0)`;
}

/**
 * What of the tenant's last days a carrier or recipients would object to; nothing while too little was sent.
 *
 * @param simulated whether simulated campaigns are looked at, or those that reach people; never both
 */
export async function readWarnings(ctx: TxContext, simulated: boolean): Promise<HealthWarning[]> {
  const since = new Date(ctx.services.clock.now().getTime() - days * 86_400_000).toISOString();
  const { rows } = await ctx.tx.db.execute<Sums>(sql`
    select coalesce(sum(h.value) filter (where h.metric = 'handed-over'), 0) as sent, ${ofCodes(violationCodes)} as violation,
      ${ofCodes(blockedCodes)} as blocked, coalesce(sum(h.value) filter (where h.metric = 'opt-out'), 0) as "optOuts"
    from campaign_hourly h join campaigns c on c.tenant_id = h.tenant_id and c.id = h.campaign_id and c.simulated = ${simulated}
    where h.tenant_id = ${ctx.tenantId}::uuid and h.hour >= ${since}::timestamptz and h.metric in ('handed-over', 'error', 'refused', 'opt-out')`);
  const [sums] = rows;
  const sent = Number(sums?.sent ?? 0);
  if (sums === undefined || sent < autoPauseLeast) return [];
  const share = (count: string) => Number(count) / sent;
  const found: HealthWarning[] = [
    {
      code: 'carrier_violation',
      share: share(sums.violation),
      limit: lines.violation,
      detail: 'Carriers refused many of the texts of the last 7 days as unwanted or unregistered.',
      fix: 'Review texts and links, and the registration of your numbers.',
    },
    {
      code: 'blocked',
      share: share(sums.blocked),
      limit: lines.blocked,
      detail: 'Many recipients of the last 7 days, or their carriers, block your texts.',
      fix: 'Text people who asked for it lately; leave out those who never answer.',
    },
    {
      code: 'opt_outs',
      share: share(sums.optOuts),
      limit: lines.optOuts,
      detail: 'Many recipients of the last 7 days opted out.',
      fix: 'Text less often, and only what they agreed to.',
    },
  ];
  return found.filter((warning) => warning.share >= warning.limit);
}
