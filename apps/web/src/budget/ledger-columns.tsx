import type { LedgerEntry } from '@sms-crm/contracts/ledger';
import { ledgerKindWords } from '@sms-crm/contracts/ledger';
import Link from 'next/link';
import { formatMoney } from '../format/money.ts';
import { formatDay } from '../format/times.ts';
import type { Column } from '../table/data-table.tsx';
import { Moment } from '../ui/moment.tsx';

const sides: Record<LedgerEntry['side'], string> = {
  budget: 'Budget',
  reserved: 'Reserved',
  charged: 'Charged',
};

function signed(micros: number): string {
  return micros > 0 ? `+${formatMoney(micros)}` : formatMoney(micros);
}

/** When, what, on which side, how much, and the sum of that side on its day. */
export const ledgerColumns: Column<LedgerEntry>[] = [
  { key: 'at', header: 'When', from: 'sm', cell: (row) => <Moment at={row.at} seconds /> },
  {
    key: 'kind',
    header: 'Step',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-32">
        {ledgerKindWords[row.kind]}
        {row.campaignId && (
          <p className="text-xs">
            <Link className="link" href={`/campaigns/${row.campaignId}/report`}>
              {row.campaignName ?? 'Its campaign'}
            </Link>
          </p>
        )}
      </div>
    ),
    below: (row) => (
      <>
        <p>{sides[row.side]}</p>
        <Moment at={row.at} seconds />
      </>
    ),
  },
  { key: 'side', header: 'Side', from: 'sm', cell: (row) => sides[row.side] },
  { key: 'day', header: 'Budget of', from: 'md', cell: (row) => formatDay(row.budgetDay) },
  {
    key: 'micros',
    header: 'Amount',
    align: 'end',
    cell: (row) => <span className="font-semibold whitespace-nowrap">{signed(row.micros)}</span>,
  },
  {
    key: 'running',
    header: 'Sum of that side',
    align: 'end',
    from: 'md',
    cell: (row) => <span className="whitespace-nowrap">{formatMoney(row.runningMicros)}</span>,
  },
];
