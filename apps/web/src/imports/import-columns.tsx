import type { ImportView } from '@sms-crm/contracts/imports';
import Link from 'next/link';
import { formatBytes, formatCount, formatCountOf } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { Ago } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { statusWords } from './import-words.ts';

export const importColumns: Column<ImportView>[] = [
  {
    key: 'status',
    header: 'Status',
    from: 'sm',
    cell: (row) => <ImportStatusMark status={row.status} />,
  },
  {
    key: 'file',
    header: 'File',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-44">
        <Link
          href={`/contacts/imports/${row.id}`}
          className="font-medium [overflow-wrap:anywhere] text-ink no-underline hover:underline"
        >
          {row.fileName}
        </Link>
        <div className="mt-1 flex flex-col gap-1 sm:hidden">
          <ImportStatusMark status={row.status} />
          <PhoneLines row={row} />
        </div>
      </div>
    ),
  },
  { key: 'size', header: 'Size', align: 'end', from: 'md', cell: (row) => formatBytes(row.bytes) },
  { key: 'rows', header: 'Rows', align: 'end', from: 'sm', cell: (row) => amount(row.totals?.rows) },
  {
    key: 'accepted',
    header: 'Accepted',
    align: 'end',
    from: 'sm',
    cell: (row) => amount(row.totals?.accepted),
  },
  {
    key: 'rejected',
    header: 'Rejected',
    align: 'end',
    from: 'sm',
    cell: (row) => amount(row.totals ? row.totals.rows - row.totals.accepted : undefined),
  },
  { key: 'created', header: 'Uploaded', from: 'sm', cell: (row) => <Ago at={row.createdAt} /> },
];

function ImportStatusMark({ status }: Pick<ImportView, 'status'>) {
  return <StatusMark tone={statusWords[status].tone}>{statusWords[status].words}</StatusMark>;
}

/** What the columns hidden on a phone say. */
function PhoneLines({ row }: { row: ImportView }) {
  return (
    <p className="numeric text-xs text-soft">
      {row.totals && (
        <>
          {formatCountOf(row.totals.rows, 'row')} · {formatCount(row.totals.accepted)} accepted ·{' '}
          {formatCount(row.totals.rows - row.totals.accepted)} rejected
          <br />
        </>
      )}
      Uploaded <Ago at={row.createdAt} />
    </p>
  );
}

function amount(value: number | undefined): string {
  return value === undefined ? '–' : formatCount(value);
}
