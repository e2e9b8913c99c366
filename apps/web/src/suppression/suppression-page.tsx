'use client';

import type { SuppressionRule } from '@sms-crm/contracts/suppression';
import { IconFilterOff } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AddRule } from '../rules/add-rule.tsx';
import { RuleActions } from '../rules/rule-actions.tsx';
import { suppressionRules } from './suppression-rules.ts';
import { kindWords, ruleWords, specOf } from './rule-words.ts';
import { ruleList } from './resources.ts';

const status = (row: SuppressionRule) => (
  <StatusMark tone={row.enabled ? 'good' : 'neutral'}>{row.enabled ? 'On' : 'Paused'}</StatusMark>
);

const columns: Column<SuppressionRule>[] = [
  { key: 'status', header: 'Status', from: 'sm', cell: status },
  {
    key: 'name',
    header: 'Rule',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <p className="font-medium">{row.name}</p>
        <p className="text-xs text-soft">{saysOf(row)}</p>
        {row.lookUps && (
          <p className="numeric text-xs text-soft">
            {formatCount(row.lookUps.today)} of {formatCountOf(row.lookUps.mostPerDay, 'look-up')} today
          </p>
        )}
      </div>
    ),
    below: status,
  },
  { key: 'kind', header: 'Kind', from: 'md', cell: (row) => kindWords[row.kind].label },
  { key: 'by', header: 'By', from: 'lg', cell: (row) => row.createdBy },
  { key: 'changed', header: 'Changed', from: 'lg', cell: (row) => <Ago at={row.updatedAt} /> },
  {
    key: 'actions',
    header: '',
    align: 'end',
    cell: (row) => <RuleActions kind={suppressionRules} rule={row} />,
  },
];

function saysOf(rule: SuppressionRule): string {
  const spec = specOf(rule);
  return spec ? ruleWords(spec) : kindWords[rule.kind].about;
}

export function SuppressionPage() {
  const { cursor } = useListSearch({});
  const list = useResource(ruleList({ cursor }));
  return (
    <>
      <PageHeader
        title="Suppression rules"
        about="Whom marketing texts leave out, besides consent and do-not-contact"
        actions={<AddRule kind={suppressionRules} />}
      />
      <ListTable
        caption="Suppression rules"
        columns={columns}
        list={list}
        noun="rule"
        empty={
          <Empty icon={IconFilterOff} title="No rules yet" action={<AddRule kind={suppressionRules} />}>
            A rule keeps people from being texted too often, or leaves out area codes, tags or landlines. You
            see whom it would leave out before you add it.
          </Empty>
        }
      />
    </>
  );
}
