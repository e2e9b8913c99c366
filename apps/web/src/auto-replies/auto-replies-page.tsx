'use client';

import type { AutoReply } from '@sms-crm/contracts/auto-replies';
import { IconMessageReply } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AddRule } from '../rules/add-rule.tsx';
import { RuleActions } from '../rules/rule-actions.tsx';
import { autoReplies } from './auto-replies.ts';
import { asksFor, hoursWords } from './reply-words.ts';
import { autoReplyList } from './resources.ts';

const status = (row: AutoReply) => (
  <StatusMark tone={row.enabled ? 'good' : 'neutral'}>{row.enabled ? 'On' : 'Paused'}</StatusMark>
);

const columns: Column<AutoReply>[] = [
  { key: 'status', header: 'Status', from: 'sm', cell: status },
  {
    key: 'name',
    header: 'Answer',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <p className="font-medium">{row.name}</p>
        <p className="text-xs text-soft [overflow-wrap:anywhere]">{asksFor(row)}</p>
      </div>
    ),
    below: status,
  },
  {
    key: 'body',
    header: 'Text',
    from: 'md',
    cell: (row) => <p className="line-clamp-2 max-w-sm text-sm [overflow-wrap:anywhere]">{row.body}</p>,
  },
  { key: 'hours', header: 'When', from: 'lg', cell: (row) => hoursWords(row.hours) },
  { key: 'actions', header: '', align: 'end', cell: (row) => <RuleActions kind={autoReplies} rule={row} /> },
];

/** Texts that answer words by themselves. */
export function AutoRepliesPage() {
  const { cursor } = useListSearch({});
  const list = useResource(autoReplyList({ cursor }));
  return (
    <>
      <PageHeader
        title="Automatic answers"
        about="What a text with certain words is answered by itself, at most one a day to a person. STOP, START and HELP have answers of their own."
        actions={<AddRule kind={autoReplies} />}
      />
      <ListTable
        caption="Automatic answers"
        columns={columns}
        list={list}
        noun="answer"
        empty={
          <Empty
            icon={IconMessageReply}
            title="No automatic answers yet"
            action={<AddRule kind={autoReplies} />}
          >
            Let a text like “hours” be answered at once, or tell people outside your hours when you are back.
          </Empty>
        }
      />
    </>
  );
}
