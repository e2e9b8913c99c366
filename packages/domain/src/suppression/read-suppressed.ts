import { sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { lockContacts } from '../contacts/lock.ts';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { firstAgainst, readChecks, type SuppressionCheck } from './checks.ts';

/**
 * What speaks against texting these contacts now, by contact. Where a rule counts texts their rows are locked first, so that two
 * campaigns cannot both take the last place.
 */
export async function readSuppressed(
  ctx: TxContext,
  input: { contactIds: readonly string[]; kind: MessageKind; simulated: boolean },
): Promise<Map<string, SuppressionCheck>> {
  const ids = [...new Set(input.contactIds)];
  if (ids.length === 0) return new Map();
  const checks = await readChecks(ctx, input);
  if (checks.length === 0) return new Map();
  if (checks.some(({ countsTexts }) => countsTexts)) {
    await lockContacts(ctx, ids);
  }
  const { rows } = await runPrepared<{ id: string; first: number }>(
    ctx.tx.db,
    sql`
    select id, first from (
      select c.id, ${firstAgainst(checks)} as first from contacts c
      where c.tenant_id = ${ctx.tenantId}::uuid and c.id = any (${sql.param(ids)}::uuid[])
    ) asked where first is not null`,
  );
  return new Map(
    rows.flatMap(({ id, first }): [string, SuppressionCheck][] => {
      const check = checks[first - 1];
      return check === undefined ? [] : [[id, check]];
    }),
  );
}
