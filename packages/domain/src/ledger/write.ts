import type { LedgerKind } from '@sms-crm/contracts/ledger';
import { ledgerEntries } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';

export type Side = 'budget' | 'reserved' | 'charged';

/** From which side to which each kind of step moves money. */
const moves: Record<LedgerKind, { from: Side; to: Side }> = {
  reserve: { from: 'budget', to: 'reserved' },
  settle: { from: 'reserved', to: 'charged' },
  release: { from: 'reserved', to: 'budget' },
  drift: { from: 'budget', to: 'charged' },
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
  const rows = steps
    .filter(({ micros }) => micros !== 0)
    .flatMap(({ kind, micros, ...step }): (typeof ledgerEntries.$inferInsert)[] => {
      const entry = { ...step, tenantId: ctx.tenantId, kind, at: ctx.services.clock.now() };
      return [
        { ...entry, side: moves[kind].from, micros: -micros },
        { ...entry, side: moves[kind].to, micros },
      ];
    });
  if (rows.length > 0) await ctx.tx.db.insert(ledgerEntries).values(rows);
}
