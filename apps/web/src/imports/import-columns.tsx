import type { ImportView } from '@sms-crm/contracts/imports';
import Link from 'next/link';
import { formatBytes, formatCount } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { Ago } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { statusWords } from './import-words.ts';

export const importColumns: Column<ImportView>[] = [
  {
    key: 'status',
    header: 'Status',
    cell: (row) => (
      <StatusMark tone={statusWords[row.status].tone}>{statusWords[row.status].words}</StatusMark>
    ),
  },
  {
    key: 'file',
    header: 'File',
    rowHeader: true,
    cell: (row) => (
      <Link
        href={`/contacts/imports/${row.id}`}
        className="font-medium [overflow-wrap:anywhere] text-ink no-underline hover:underline"
      >
        {row.fileName}
      </Link>
    ),
  },
  { key: 'size', header: 'Size', align: 'end', from: 'md', cell: (row) => formatBytes(row.bytes) },
  { key: 'rows', header: 'Rows', align: 'end', cell: (row) => amount(row.totals?.rows) },
  { key: 'accepted', header: 'Accepted', align: 'end', cell: (row) => amount(row.totals?.accepted) },
  {
    key: 'rejected',
    header: 'Rejected',
    align: 'end',
    cell: (row) => amount(row.totals ? row.totals.rows - row.totals.accepted : undefined),
  },
  { key: 'created', header: 'Uploaded', from: 'sm', cell: (row) => <Ago at={row.createdAt} /> },
];

function amount(value: number | undefined): string {
  return value === undefined ? '–' : formatCount(value);
}
