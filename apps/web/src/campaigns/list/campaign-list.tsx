'use client';

import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { parseAsString } from 'nuqs';
import { useResource } from '../../api/use-resource.ts';
import { useStopped } from '../../kill-switch/use-stopped.ts';
import { ListTable } from '../../table/list-table.tsx';
import { useListSearch } from '../../table/use-list-search.ts';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { NewCampaignButton } from '../new-campaign-button.tsx';
import { campaignList, isRunning } from '../resources.ts';
import { useRates } from '../use-rates.ts';
import { campaignColumns } from './campaign-columns.tsx';
import { CampaignFilters } from './campaign-filters.tsx';

/** How often the list is read again while something runs, and while nothing does; milliseconds. */
const busyMs = 2_000;
const idleMs = 15_000;

const text = parseAsString.withDefault('');

export function CampaignList() {
  const { filters, cursor, change } = useListSearch({ q: text, status: text });
  const source = campaignList({ ...filters, cursor });
  const list = useResource(source, {
    refetchInterval: (page) => (page?.items.some((item) => isRunning(item.status)) ? busyMs : idleMs),
  });
  const isStopped = useStopped();
  const sending = (list.data?.items ?? []).filter((row) => row.status === 'sending');
  const rates = useRates(
    sending.map((row) => ({ id: row.id, value: row.totals.handedOver })),
    list.dataUpdatedAt,
  );
  const filtered = filters.q !== '' || filters.status !== '';
  return (
    <>
      <PageHeader title="Campaigns" actions={<NewCampaignButton />} />
      <CampaignFilters filters={filters} onChange={(changes) => void change(changes)} />
      <ListTable
        caption="Campaigns"
        columns={campaignColumns({ rates, isStopped })}
        list={list}
        noun="campaign"
        empty={
          filtered ? <NothingFound onClear={() => void change({ q: '', status: '' })} /> : <NoCampaigns />
        }
      />
    </>
  );
}

function NoCampaigns() {
  return (
    <Empty
      icon={IconSend}
      title="No campaigns yet"
      action={<NewCampaignButton>Write your first campaign</NewCampaignButton>}
    >
      Write one text, see who gets it and what it costs, then launch and watch it go.
    </Empty>
  );
}

function NothingFound(props: { onClear: () => void }) {
  return (
    <Empty
      icon={IconSend}
      title="No campaign fits these filters"
      action={
        <Button variant="default" onClick={props.onClear}>
          Clear the filters
        </Button>
      }
    >
      The search looks at the beginning of the name.
    </Empty>
  );
}
