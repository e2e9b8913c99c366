'use client';

import type { WebhookRefusal } from '@sms-crm/contracts/webhook-refusals';
import { IconShieldCheck } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { formatCountOf } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Addresses } from './addresses.tsx';
import { refusalList } from './resources.ts';

const kindWords: Record<WebhookRefusal['kind'], string> = {
  status: 'Delivery report',
  inbound: 'Incoming text',
};

const columns: Column<WebhookRefusal>[] = [
  {
    key: 'cause',
    header: 'Likely cause and what to do',
    rowHeader: true,
    cell: (row) => <Cause row={row} />,
    below: (row) => <Addresses refusal={row} />,
  },
  { key: 'addresses', header: 'Address', from: 'sm', cell: (row) => <Addresses refusal={row} /> },
  { key: 'when', header: 'Last, and how often', align: 'end', cell: (row) => <When row={row} /> },
];

function Cause({ row }: { row: WebhookRefusal }) {
  return (
    <div className="max-w-md min-w-40">
      <p className="font-medium">{row.words}</p>
      {row.hint !== null && <p className="[overflow-wrap:anywhere] text-ink">{row.hint}</p>}
      <p className="text-soft">{row.fix}</p>
      <p className="mt-1 text-xs text-soft">
        {kindWords[row.kind]} · {row.account.name}
      </p>
    </div>
  );
}

function When({ row }: { row: WebhookRefusal }) {
  return (
    <div className="whitespace-nowrap">
      <Ago at={row.lastAt} />
      <p className="numeric text-xs text-soft">{formatCountOf(row.hits, 'time')}</p>
    </div>
  );
}

/** What carriers posted here and did not get in, why probably, and what mends it. */
export function WebhooksPage() {
  const { cursor } = useListSearch({});
  const list = useResource(refusalList({ cursor }));
  return (
    <>
      <PageHeader
        title="Webhooks"
        back={{ href: '/settings', label: 'Settings' }}
        about="What the carrier posts here is taken only with its signature for this account and address. What was refused lately stands here, with what mends it."
      />
      <ListTable
        caption="Refused webhooks"
        columns={columns}
        list={list}
        noun="refusal"
        empty={
          <Empty
            icon={IconShieldCheck}
            title="No webhook was refused"
            action={<LinkButton href="/settings/carrier">See where the carrier posts</LinkButton>}
          >
            Delivery reports and incoming texts that fail a check stand here, with the likely cause.
          </Empty>
        }
      />
    </>
  );
}
