import type { z } from 'zod';
import { ledgerKindWords, type LedgerEntry, type ledgerFilter } from '@sms-crm/contracts/ledger';
import { maxPageSize } from '@sms-crm/contracts/paging';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { csvLines } from '../csv/write.ts';
import { listLedger } from './list.ts';

type Filter = z.infer<typeof ledgerFilter>;

const header = [
  'at',
  'budget_day',
  'step',
  'side',
  'amount_usd',
  'running_usd',
  'campaign_id',
  'campaign',
  'batch_id',
  'simulated',
];

const microsPerDollar = 1_000_000;

/**
 * The ledger, the newest entry first.
 *
 * @returns the CSV in pieces, one page of the list each; errors before the first piece are thrown at once
 */
export async function exportLedger(ctx: Context, filter: Filter): Promise<AsyncIterable<string>> {
  requirePermission(ctx, 'budget:export');
  await withTransaction(ctx, (ctx) =>
    audit(ctx, { action: 'ledger.export', target: { type: 'ledger', id: null }, after: filter }),
  );
  return pieces(ctx, filter);
}

async function* pieces(ctx: Context, filter: Filter): AsyncGenerator<string> {
  yield csvLines([header]);
  let cursor: string | undefined;
  do {
    const page = await listLedger(ctx, { ...filter, limit: maxPageSize, cursor });
    yield csvLines(page.items.map(cells));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function cells(entry: LedgerEntry): string[] {
  return [
    entry.at,
    entry.budgetDay,
    ledgerKindWords[entry.kind],
    entry.side,
    dollars(entry.micros),
    dollars(entry.runningMicros),
    entry.campaignId ?? '',
    entry.campaignName ?? '',
    entry.batchId ?? '',
    entry.simulated ? 'yes' : 'no',
  ];
}

function dollars(micros: number): string {
  return (micros / microsPerDollar).toFixed(6);
}
