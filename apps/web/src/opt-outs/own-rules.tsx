'use client';

import type { OptOutRule } from '@sms-crm/contracts/opt-outs';
import { IconFilterSearch } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AddRule } from '../rules/add-rule.tsx';
import { RuleActions } from '../rules/rule-actions.tsx';
import { optOutRules } from './opt-out-rules.ts';
import { ruleList } from './resources.ts';
import { verdictWords } from './review-words.ts';

const columns: Column<OptOutRule>[] = [
  {
    key: 'name',
    header: 'Rule',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <p className="font-medium">{row.name}</p>
        <p className="text-xs text-soft [overflow-wrap:anywhere]">{row.phrases.join(', ')}</p>
      </div>
    ),
    below: (row) => <p>{verdictWords[row.verdict]}</p>,
  },
  { key: 'verdict', header: 'A text with these words', from: 'sm', cell: (row) => verdictWords[row.verdict] },
  {
    key: 'status',
    header: 'Status',
    from: 'md',
    cell: (row) => (
      <StatusMark tone={row.enabled ? 'good' : 'neutral'}>{row.enabled ? 'On' : 'Paused'}</StatusMark>
    ),
  },
  { key: 'by', header: 'By', from: 'lg', cell: (row) => row.createdBy },
  { key: 'changed', header: 'Changed', from: 'lg', cell: (row) => <Ago at={row.updatedAt} /> },
  { key: 'actions', header: '', align: 'end', cell: (row) => <RuleActions kind={optOutRules} rule={row} /> },
];

/** The rules that the organisation wrote. */
export function OwnRules() {
  const { data, error, refetch } = useResource(ruleList);
  return (
    <div>
      <h2 className="mb-3 text-lg font-semibold">Your rules</h2>
      <DataTable
        caption="Your rules"
        columns={columns}
        rows={data?.own}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <Empty
            icon={IconFilterSearch}
            title="No rules of your own yet"
            action={<AddRule kind={optOutRules} />}
          >
            Add words that your recipients use to ask for no more texts. You see what they would have found in
            past replies before you save them.
          </Empty>
        }
      />
    </div>
  );
}
