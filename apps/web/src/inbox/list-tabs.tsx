'use client';

import { conversationLists, mostCounted } from '@sms-crm/contracts/conversations';
import type { ConversationCounts, ConversationList } from '@sms-crm/contracts/conversations';
import { formatCount } from '../format/numbers.ts';

const words: Record<ConversationList, string> = {
  open: 'Open',
  unread: 'Unread',
  waiting: 'Waiting',
  failed: 'Failed',
  closed: 'Closed',
  all: 'All',
};

type Props = {
  counts: ConversationCounts | undefined;
  value: ConversationList;
  onChange: (list: ConversationList) => void;
};

/** The lists of the inbox with their sizes. */
export function ListTabs(props: Props) {
  return (
    <fieldset className="mb-3">
      <legend className="sr-only">List</legend>
      <div className="flex flex-wrap gap-1">
        {conversationLists.map((list) => (
          <button
            key={list}
            type="button"
            aria-pressed={list === props.value}
            onClick={() => props.onChange(list)}
            className={`cursor-pointer rounded-full border px-2.5 py-1 text-xs ${
              list === props.value
                ? 'border-accent bg-accent-tint font-semibold text-ink'
                : 'border-line bg-surface font-medium text-soft hover:text-ink'
            }`}
          >
            {words[list]}{' '}
            {props.counts && <span className="numeric ml-1">{sizeWords(props.counts[list])}</span>}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** `1,000+` where counting stopped. */
export function sizeWords(size: number): string {
  return size >= mostCounted ? `${formatCount(mostCounted)}+` : formatCount(size);
}
