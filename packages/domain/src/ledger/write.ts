import { sql } from 'drizzle-orm';
import type { LedgerKind } from '@sms-crm/contracts/ledger';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

export type Side = 'budget' | 'reserved' | 'charged';

/** From which side to which each kind of step moves money. */
const moves: Record<LedgerKind, { from: Side; to: Side }> = {
  reserve: { from: 'budget', to: 'reserved' },
  settle: { from: 'reserved', to: 'charged' },
  release: { from: 'reserved', to: 'budget' },
  drift: { from: 'budget', to: 'charged' },
  inbound: { from: 'budget', to: 'charged' },
};

/** One step: so much money of one budget day moves. A claim's own steps need no source; others name what they follow from. */
export type LedgerStep = {
  kind: LedgerKind;
  batchId?: string;
  claim?: number;
  sourceId?: string;
  micros: number;
  budgetDay: string;
  simulated: boolean;
};

/** Writes each step as its two sides, which sum to zero; steps of nothing leave no entry. */
export async function writeLedger(ctx: TxContext, steps: readonly LedgerStep[]): Promise<void> {
  const entries = steps
    .filter(({ micros }) => micros !== 0)
    .flatMap((step) => [
      { ...step, side: moves[step.kind].from, micros: -step.micros },
      { ...step, side: moves[step.kind].to },
    ]);
  if (entries.length === 0) return;
  const column = <T>(pick: (entry: (typeof entries)[number]) => T) => sql.param(entries.map(pick));
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into ledger_entries (tenant_id, at, kind, batch_id, claim, source_id, side, micros, budget_day, simulated)
    select ${ctx.tenantId}::uuid, ${ctx.services.clock.now().toISOString()}::timestamptz, v.*
    from unnest(${column(({ kind }) => kind)}::text[], ${column(({ batchId }) => batchId ?? null)}::uuid[],
      ${column(({ claim }) => claim ?? 0)}::int[], ${column(({ sourceId }) => sourceId ?? null)}::uuid[],
      ${column(({ side }) => side)}::text[], ${column(({ micros }) => micros)}::bigint[],
      ${column(({ budgetDay }) => budgetDay)}::date[], ${column(({ simulated }) => simulated)}::boolean[]) as v`,
  );
}
