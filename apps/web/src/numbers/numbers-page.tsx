'use client';

import type { SendingNumber } from '@sms-crm/contracts/numbers';
import { IconDeviceMobileMessage } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { formatCount, formatShare } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { Bar } from '../ui/bar.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Phone } from '../ui/phone.tsx';
import { RowLink } from '../ui/row-link.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AccountStopped } from './account-stopped.tsx';
import { numberState, numberTypeWords } from './number-words.ts';
import { Registrations } from './registrations.tsx';
import { numberList } from './resources.ts';
import { useKilled } from './use-killed.ts';

function numberColumns(isKilled: (id: string) => boolean): Column<SendingNumber>[] {
  const state = (row: SendingNumber) => {
    const { tone, words } = numberState(row, isKilled(row.id));
    return <StatusMark tone={tone}>{words}</StatusMark>;
  };
  return [
    { key: 'state', header: 'Status', from: 'sm', cell: state },
    {
      key: 'phone',
      header: 'Number',
      rowHeader: true,
      cell: (row) => (
        <div className="min-w-32">
          <RowLink href={`/numbers/${row.id}`}>
            <Phone value={row.phone} />
          </RowLink>
          <p className="text-xs text-soft">
            {numberTypeWords(row.type)}, {row.rateParts} parts/s{row.isDefault && ' · default'}
          </p>
        </div>
      ),
      below: state,
    },
    { key: 'warm-up', header: 'Today', cell: (row) => <Today number={row} /> },
    {
      key: 'sent',
      header: 'Sent in 7 days',
      align: 'end',
      from: 'md',
      cell: (row) => formatCount(row.health.handedOver),
    },
    {
      key: 'failed',
      header: 'Failed',
      align: 'end',
      from: 'md',
      cell: ({ health }) => formatShare(health.failed, health.handedOver),
    },
    {
      key: 'filtered',
      header: 'Filtered',
      align: 'end',
      from: 'lg',
      cell: ({ health }) => formatShare(health.filtered, health.handedOver),
    },
    {
      key: 'opt-outs',
      header: 'Opt-outs',
      align: 'end',
      from: 'lg',
      cell: ({ health }) => formatShare(health.optOuts, health.handedOver),
    },
  ];
}

function Today({ number }: { number: SendingNumber }) {
  const { warmUp } = number;
  if (!warmUp) return <span className="text-soft">Warmed</span>;
  if (warmUp.allowance === null) return <span className="text-soft">Top of its ramp</span>;
  const words = `${formatCount(warmUp.usedParts)} of ${formatCount(warmUp.allowance)} parts`;
  return (
    <div className="min-w-24 sm:min-w-36">
      <p className="numeric mb-1.5 text-xs">{words}</p>
      <Bar share={warmUp.usedParts / Math.max(warmUp.allowance, 1)} label={`Warm-up today: ${words}`} />
    </div>
  );
}

export function NumbersPage() {
  const list = useResource(numberList);
  const isKilled = useKilled();
  return (
    <>
      <PageHeader title="Numbers" about="What your texts come from: how fast, how warm, and how they fare" />
      <div className="mb-5 empty:hidden">
        <AccountStopped numbers={list.data?.items ?? []} />
      </div>
      <ListTable
        caption="Sending numbers"
        columns={numberColumns(isKilled)}
        list={list}
        noun="number"
        empty={
          <Empty icon={IconDeviceMobileMessage} title="No numbers yet">
            Numbers come from your account at the carrier, under Settings › Carrier.
          </Empty>
        }
      />
      <Registrations />
    </>
  );
}
