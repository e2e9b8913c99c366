'use client';

import { ActionIcon } from '@mantine/core';
import { IconInbox, IconKeyboard, IconMoodEmpty } from '@tabler/icons-react';
import { Pager } from '../table/pager.tsx';
import { Empty } from '../ui/empty.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { ListTabs } from './list-tabs.tsx';
import { ThreadRow } from './thread-row.tsx';
import type { InboxState } from './use-inbox.ts';

/** The lists of the inbox, what narrows them, and their conversations. */
export function ListPane(props: { inbox: InboxState; selected: string | null; onShowKeys: () => void }) {
  const { inbox, selected } = props;
  const { list, filters } = inbox;
  const Title = selected === null ? 'h1' : 'h2';
  const items = list.data?.items;
  return (
    <>
      <div className="mb-3 flex items-center justify-between">
        <Title className="text-2xl font-[620]">Inbox</Title>
        <ActionIcon variant="subtle" color="gray" aria-label="Show the keys" onClick={props.onShowKeys}>
          <IconKeyboard size={18} aria-hidden />
        </ActionIcon>
      </div>
      <ListTabs
        counts={list.data?.counts}
        value={filters.list}
        onChange={(next) => void inbox.change({ list: next })}
      />
      <InboxFilters filters={filters} onChange={(changes) => void inbox.change(changes)} />
      {list.error && !items && <ErrorBox error={list.error} onRetry={() => void list.refetch()} />}
      {items?.length === 0 && <Nothing filtered={isNarrowed(filters)} list={filters.list} />}
      {items !== undefined && items.length > 0 && (
        <ul
          aria-label="Conversations"
          aria-busy={list.isPlaceholderData}
          className={`overflow-hidden rounded-lg border border-line bg-surface ${list.isPlaceholderData ? 'opacity-60' : ''}`}
        >
          {items.map((thread) => (
            <ThreadRow
              key={thread.id}
              thread={thread}
              href={inbox.hrefOf(thread.id)}
              current={thread.id === selected}
            />
          ))}
        </ul>
      )}
      <Pager page={list.data} noun="conversation" />
    </>
  );
}

function isNarrowed({ q, assigned, campaignId }: InboxState['filters']): boolean {
  return q !== '' || assigned !== '' || campaignId !== '';
}

function Nothing({ filtered, list }: { filtered: boolean; list: string }) {
  if (filtered) {
    return (
      <Empty icon={IconMoodEmpty} title={list === 'all' ? 'Nothing matches' : 'Nothing matches in this list'}>
        {list !== 'all' && 'There may be some under All. '}
        Search finds the beginnings of words of texts and names, and the first or last digits of a phone.
      </Empty>
    );
  }
  return (
    <Empty icon={IconInbox} title={list === 'all' ? 'Nobody wrote yet' : 'Nothing here'}>
      {list === 'all'
        ? 'When somebody answers a campaign or writes to one of your numbers, it appears here by itself.'
        : 'New texts appear here by themselves.'}
    </Empty>
  );
}
