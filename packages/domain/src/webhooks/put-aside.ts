import { sql } from 'drizzle-orm';
import { deadLetters } from '@sms-crm/db/tables/carrier-errors';
import type { TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';

/** Events of a tenant that become dead letters in an hour; a flood of others keeps its reasons with the events alone. */
const mostAnHour = 1_000;

/**
 * Lists events that nothing came of among what was given up, each with its reason, from where they can be tried again. Transactions
 * wait for each other here with all their rows locked, so nothing that others lock may be asked for afterwards.
 */
export async function putAside(ctx: TxContext, asides: ReadonlyMap<string, string>): Promise<void> {
  if (asides.size === 0) return;
  await lockForTenant(ctx, 'webhook asides');
  const room = mostAnHour - (await countLately(ctx));
  if (room < asides.size) ctx.log.warn({ asides: asides.size }, 'many carrier webhooks cannot be used');
  const listed = [...asides].slice(0, Math.max(0, room));
  if (listed.length === 0) return;
  await ctx.tx.db
    .insert(deadLetters)
    .values(
      listed.map(([subjectId, detail]) => ({
        tenantId: ctx.tenantId,
        kind: 'webhook' as const,
        subjectId,
        code: 'webhook_aside',
        detail,
      })),
    )
    .onConflictDoNothing();
}

async function countLately(ctx: TxContext): Promise<number> {
  const { rows } = await ctx.tx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from dead_letters
    where tenant_id = ${ctx.tenantId} and id > uuidv7(interval '-1 hour') and code = 'webhook_aside'`);
  return rows[0]?.n ?? 0;
}
