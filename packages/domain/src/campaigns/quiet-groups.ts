import { sql, type SQL } from 'drizzle-orm';
import { gateApplies } from '@sms-crm/contracts/gates';
import type { TxContext } from '../context/context.ts';
import { localInstant } from '../quiet-hours/local-instant.ts';
import { fillQuietKeys } from '../quiet-hours/fill-keys.ts';
import { currentKeyStart, readQuietKey } from '../quiet-hours/quiet-key.ts';
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

/** The quiet groups among some contacts, for a campaign that begins now. @param chunk a query for `id` and `quiet_key` of contacts */
export async function readQuietGroups(ctx: TxContext, row: CampaignRow, chunk: SQL): Promise<QuietGroup[]> {
  const tenant = await tenantSettings(ctx);
  const keys = await currentKeys(ctx, chunk, tenant.defaultCountry);
  const scene = { clock: ctx.services.clock, narrowing: readNarrowing(tenant), simulated: row.simulated };
  const now = ctx.services.clock.now();
  return keys.map((key): QuietGroup => {
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

/** The quiet keys among the contacts, worked out first where some are missing or old. */
async function currentKeys(ctx: TxContext, chunk: SQL, tenantCountry: string): Promise<string[]> {
  const keys = await readKeys(ctx, chunk);
  const current = keys.filter((key) => key !== null).filter((key) => key.startsWith(currentKeyStart));
  if (current.length === keys.length) return current;
  await fillQuietKeys(ctx, chunk, tenantCountry);
  return (await readKeys(ctx, chunk)).filter((key) => key !== null);
}

async function readKeys(ctx: TxContext, chunk: SQL): Promise<(string | null)[]> {
  const { rows } = await ctx.tx.db.execute<{ key: string | null }>(
    sql`select distinct quiet_key as key from (${chunk}) asked`,
  );
  return rows.map(({ key }) => key);
}

/** A start on the recipients' own clocks, as an instant. */
export function localStart({ scheduleLocal }: CampaignRow, key: string): Date | null {
  if (scheduleLocal === null) return null;
  const [date = '', time = ''] = scheduleLocal.split('T');
  return localInstant(date, time, readQuietKey(key).places);
}
