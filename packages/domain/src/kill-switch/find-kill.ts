import { sql } from 'drizzle-orm';
import { killScopes, type KillScope } from '@sms-crm/contracts/kill-switch';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/** What a text would belong to, beside the tenant; null or absent for none. */
type Subject = { campaignId?: string | null | undefined; numberId?: string | null | undefined };

/** The widest switch that halts texts of the tenant, of a campaign, from a number; null when none does. */
export async function findKill(ctx: TxContext, { campaignId, numberId }: Subject): Promise<KillScope | null> {
  const ids = [ctx.tenantId, campaignId, numberId].filter((id) => typeof id === 'string');
  const { rows } = await runPrepared<{ scope: string }>(
    ctx.tx.db,
    sql`
    select 'platform' as scope from platform_kill_switch
    union all select scope from kill_switches where id = any (${sql.param(ids)}::uuid[])`,
  );
  const thrown = new Set(rows.map(({ scope }) => scope));
  return killScopes.find((scope) => thrown.has(scope)) ?? null;
}
