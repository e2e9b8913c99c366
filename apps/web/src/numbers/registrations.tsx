'use client';

import type { Registration } from '@sms-crm/contracts/registrations';
import { registrationTierLimits } from '@sms-crm/contracts/registrations';
import { IconCertificate } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { ChangeRegistration } from './change-registration.tsx';
import { registrationKindWords, registrationStatusWords } from './number-words.ts';
import { registrationList } from './resources.ts';

const status = (row: Registration) => {
  const { tone, words } = registrationStatusWords[row.status];
  return <StatusMark tone={tone}>{words}</StatusMark>;
};

const columns: Column<Registration>[] = [
  { key: 'status', header: 'Status', from: 'sm', cell: status },
  {
    key: 'name',
    header: 'Registration',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-32">
        <p className="font-medium">{row.name}</p>
        <p className="text-xs text-soft">
          {registrationKindWords[row.kind]}
          {row.tier && `, ${registrationTierLimits[row.tier].words.toLowerCase()}`} ·{' '}
          {formatCountOf(row.numbers, 'number')}
          {row.brand && ` · brand ${row.brand}`}
          {row.transactional && ' · transactional texts too'}
        </p>
      </div>
    ),
    below: status,
  },
  {
    key: 'rate',
    header: 'Rate',
    align: 'end',
    from: 'md',
    cell: (row) => (row.rateParts === null ? 'No own limit' : `${row.rateParts} parts/s`),
  },
  {
    key: 'cap',
    header: 'Today’s cap',
    align: 'end',
    from: 'sm',
    cell: (row) =>
      row.dailyCapParts === null ? (
        'No cap'
      ) : (
        <>
          {formatCount(row.usedParts)} of {formatCount(row.dailyCapParts)} parts
          <p className="text-xs text-soft">
            until <Moment at={row.capTurnsAt} />
          </p>
        </>
      ),
  },
  { key: 'actions', header: '', align: 'end', cell: (row) => <ChangeRegistration registration={row} /> },
];

/** What carriers approved the numbers for, with the limits that follow. */
export function Registrations() {
  const { data, error, refetch } = useResource(registrationList);
  return (
    <section aria-labelledby="registrations" className="mt-8">
      <h2 id="registrations" className="text-lg font-semibold">
        Registrations
      </h2>
      <p className="mb-3 text-sm text-soft">
        US carriers block numbers without an approved registration, and limit all numbers of one together.
      </p>
      <DataTable
        caption="Registrations of the numbers"
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <Empty icon={IconCertificate} title="No registrations">
            They appear with the numbers of a carrier account. The simulator needs none.
          </Empty>
        }
      />
    </section>
  );
}
