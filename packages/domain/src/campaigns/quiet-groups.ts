import { sql, type SQL } from 'drizzle-orm';
import { gateApplies } from '@sms-crm/contracts/gates';
import type { TxContext } from '../context/context.ts';
import { localInstant } from '../quiet-hours/local-instant.ts';
import { fillQuietKeys } from '../quiet-hours/fill-keys.ts';
import { readQuietKey } from '../quiet-hours/quiet-key.ts';
import { recipientWindows } from '../quiet-hours/recipient-windows.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';
import { tenantSettings } from '../tenants/settings.ts';
import type { CampaignRow } from './campaign-row.ts';

/** When the people of one quiet key may be sent to. */
export type QuietGroup = {
  key: string;
  /** Their places have no hour in common. */
  never: boolean;
  /** The campaign's own start on their clocks. */
  startAt: Date | null;
  notBefore: Date | null;
  sendBefore: Date | null;
};

/** The quiet groups among some contacts, for a campaign that begins now. @param chunk a query for contact ids */
export async function readQuietGroups(ctx: TxContext, row: CampaignRow, chunk: SQL): Promise<QuietGroup[]> {
  const tenant = await tenantSettings(ctx);
  await fillQuietKeys(ctx, chunk, tenant.defaultCountry);
  // Right after an import the statistics are old, and a plan that asked for the chunk again for each contact took 10 s for 700.
  const { rows } = await ctx.tx.db.execute<{ key: string }>(sql`
    with asked as materialized (${chunk})
    select distinct c.quiet_key as key from asked join contacts c on c.id = asked.id`);
  const scene = { clock: ctx.services.clock, narrowing: readNarrowing(tenant), simulated: row.simulated };
  const now = ctx.services.clock.now();
  return rows.map(({ key }): QuietGroup => {
    const startAt = localStart(row, key);
    if (!gateApplies['quiet-hours'][row.kind]) {
      return { key, never: false, startAt, notBefore: startAt, sendBefore: null };
    }
    const { now: fact, windowAt } = recipientWindows(key, scene);
    const window = windowAt(startAt !== null && startAt > now ? startAt : now);
    const opensAt = window === null || window.opensAt <= now ? null : window.opensAt;
    return {
      key,
      never: fact.type === 'never',
      startAt,
      notBefore: opensAt,
      sendBefore: window?.closesAt ?? null,
    };
  });
}

/** A start on the recipients' own clocks, as an instant. */
export function localStart({ scheduleLocal }: CampaignRow, key: string): Date | null {
  if (scheduleLocal === null) return null;
  const [date = '', time = ''] = scheduleLocal.split('T');
  return localInstant(date, time, readQuietKey(key).places);
}
