'use client';

import type { ImportTotals, ImportView } from '@sms-crm/contracts/imports';
import { rowErrorCodes } from '@sms-crm/contracts/imports';
import { IconDownload } from '@tabler/icons-react';
import { formatCount } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Card } from '../ui/card.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { addedDetail, rowErrorWords } from './import-words.ts';

type Rejected = ImportView['rejectedSample'][number];

const columns: Column<Rejected>[] = [
  { key: 'row', header: 'Row', align: 'end', rowHeader: true, cell: (row) => formatCount(row.row) },
  { key: 'line', header: 'Line in the file', align: 'end', from: 'sm', cell: (row) => formatCount(row.line) },
  {
    key: 'reason',
    header: 'Reason',
    cell: (row) => rowErrorWords[row.reason],
    below: addedDetail,
  },
  { key: 'detail', header: 'Detail', from: 'sm', cell: (row) => addedDetail(row) ?? '–' },
];

/** Which rows are left out and why, in words; all of them as a file. */
export function RejectedRows({ view, totals }: { view: ImportView; totals: ImportTotals }) {
  const rejected = totals.rows - totals.accepted;
  if (rejected === 0) return null;
  const shown = view.rejectedSample.length;
  return (
    <Card
      title={`${formatCount(rejected)} rejected`}
      aside={
        <LinkButton
          href={`/api/v1/imports/${view.id}/rejected.csv`}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Download rejected rows (CSV)
        </LinkButton>
      }
    >
      <ul className="mb-5 flex flex-col gap-1.5 text-sm">
        {rowErrorCodes
          .filter((code) => totals.rejected[code] > 0)
          .map((code) => (
            <li key={code} className="flex justify-between gap-4">
              <span className="text-soft">{rowErrorWords[code]}</span>
              <span className="numeric font-semibold">{formatCount(totals.rejected[code])}</span>
            </li>
          ))}
      </ul>
      <DataTable
        caption={`${shown < rejected ? `The first ${shown} rejected rows` : 'Rejected rows'}, counted from the row below the header`}
        columns={columns}
        rows={view.rejectedSample}
        rowKey={(row) => String(row.row)}
        bounded
        empty={null}
      />
    </Card>
  );
}
