'use client';

import type { Prices as PriceList } from '@sms-crm/contracts/prices';
import { IconCoin } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { formatMoney } from '../format/money.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { RemovePrice } from './remove-price.tsx';
import { SetPrice } from './set-price.tsx';
import { priceList } from './resources.ts';

type Price = PriceList['items'][number];

function columns(own: Price[]): Column<Price>[] {
  return [
    {
      key: 'prefix',
      header: 'Phones that begin with',
      rowHeader: true,
      cell: (row) => <span className="numeric">+{row.prefix}</span>,
      below: (row) => <p>{row.source}</p>,
    },
    {
      key: 'price',
      header: 'Per part',
      align: 'end',
      cell: (row) => <span className="whitespace-nowrap">{formatMoney(row.partMicros)}</span>,
    },
    {
      key: 'source',
      header: 'Source',
      from: 'sm',
      cell: (row) => (
        <span className={row.own ? 'font-medium' : 'text-soft'}>
          {row.own ? `Own: ${row.source}` : row.source}
        </span>
      ),
    },
    {
      key: 'actions',
      header: '',
      align: 'end',
      cell: (row) => (row.own ? <RemovePrice price={row} own={own} /> : null),
    },
  ];
}

/** What a part costs by the beginning of the phone. */
export function Prices() {
  const { data, error, refetch } = useResource(priceList);
  const own = data?.items.filter((item) => item.own) ?? [];
  return (
    <section aria-labelledby="prices" className="mt-3">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h2 id="prices" className="text-lg font-semibold">
            Prices
          </h2>
          <p className="text-sm text-soft">
            The longest beginning that fits counts, an own price before the product’s.
            {data && ` Any other phone: ${formatMoney(data.otherwiseMicros)} a part.`}
          </p>
        </div>
        <SetPrice own={own} />
      </div>
      <DataTable
        caption="Prices by the beginning of a phone"
        columns={columns(own)}
        rows={data?.items}
        rowKey={(row) => `${row.prefix}:${row.own}`}
        error={error}
        onRetry={() => void refetch()}
        bounded
        empty={
          <Empty icon={IconCoin} title="No prices">
            Set what your carrier charges, so that costs can be reserved.
          </Empty>
        }
      />
    </section>
  );
}
