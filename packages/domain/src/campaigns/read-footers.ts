import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { tenantSettings, type TenantSettings } from '../tenants/settings.ts';
import type { CampaignRow } from './campaign-row.ts';
import { noFooter, optOutSqlPattern, type Footer } from './footer.ts';

/** A contact is told how to opt out in the first marketing text and when this much has passed since the last such text, ms. */
const optOutEveryMs = 30 * 86_400_000;

/** The footer of each contact's text in a campaign that is sent now. */
export type Footers = { of: (contactId: string | null) => Footer };

/**
 * Reads which footers the texts of a campaign to these contacts get: one query over their own texts, none where nothing is added.
 *
 * @param row the campaign; undefined for texts of none, which were written whole
 * @param tenant its settings, where they are at hand
 */
export async function readFooters(
  ctx: TxContext,
  row: Pick<CampaignRow, 'kind' | 'addBrand' | 'addOptOut' | 'simulated'> | undefined,
  contactIds: readonly string[],
  tenant?: Pick<TenantSettings, 'brandName'>,
): Promise<Footers> {
  if (row?.kind !== 'campaign-marketing') return { of: () => noFooter };
  const brand = row.addBrand ? (tenant ?? (await tenantSettings(ctx))).brandName : null;
  if (!row.addOptOut) return { of: () => ({ brand, optOut: false }) };
  const told = await readTold(ctx, contactIds, row.simulated);
  return { of: (contactId) => ({ brand, optOut: contactId === null || !told.has(contactId) }) };
}

/** Contacts whose marketing texts of the last 30 days told them how to opt out; simulated texts tell nobody but simulated people. */
async function readTold(
  ctx: TxContext,
  contactIds: readonly string[],
  simulated: boolean,
): Promise<ReadonlySet<string>> {
  if (contactIds.length === 0) return new Set();
  const since = new Date(ctx.services.clock.now().getTime() - optOutEveryMs).toISOString();
  const { rows } = await runPrepared<{ id: string }>(
    ctx.tx.db,
    sql`
    select distinct m.contact_id as id from messages m
    left join campaigns c on c.tenant_id = m.tenant_id and c.id = m.campaign_id
    left join sending_numbers n on n.tenant_id = m.tenant_id and n.id = m.number_id
    left join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    where m.contact_id = any (${sql.param(contactIds)}::uuid[]) and m.direction = 'outbound' and m.kind = 'campaign-marketing'
      and m.handed_over_at > ${since}::timestamptz and m.status not in ('failed', 'undelivered')
      and coalesce(c.simulated, not a.live) = ${simulated} and m.body ~* ${optOutSqlPattern}`,
  );
  return new Set(rows.map(({ id }) => id));
}
