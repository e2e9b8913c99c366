import type { ImportView } from '@sms-crm/contracts/imports';
import { formatBytes, formatCount, formatCountOf } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { Ago } from '../ui/moment.tsx';
import { RowLink } from '../ui/row-link.tsx';
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
    cell: (row) => <RowLink href={`/contacts/imports/${row.id}`}>{row.fileName}</RowLink>,
    below: (row) => (
      <>
        <ImportStatusMark status={row.status} />
        <PhoneLines row={row} />
      </>
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
    <p className="numeric">
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
