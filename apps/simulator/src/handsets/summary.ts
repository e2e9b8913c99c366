import { mostEntries } from './threads.ts';
import type { Simulator } from '../simulator.ts';
import { carrierError } from '../delivery/carrier-errors.ts';
import type { Message } from '../messages/message.ts';
import type { Notice, Thread, ThreadEntry } from './thread.ts';

/** Characters of the last text shown in the list. */
const previewLength = 90;

/** One line of the list of handsets. */
export function summarize(thread: Thread) {
  const last = thread.entries.at(-1);
  const shown = last === undefined ? undefined : last.kind === 'message' ? last.message : last.notice;
  return {
    phone: thread.phone,
    lastAt: new Date(thread.lastAtMs).toISOString(),
    preview: (shown?.body ?? '').slice(0, previewLength),
    fromHandset: last?.kind === 'message' && last.message.direction === 'inbound',
    unread: thread.unread,
    activity: thread.activity,
  };
}

export type ThreadSummary = ReturnType<typeof summarize>;

/** One handset with its texts, oldest first; `more` says that older ones are not kept. */
export function showThread(simulator: Simulator, thread: Thread) {
  return {
    phone: thread.phone,
    unread: thread.unread,
    entries: thread.entries.map(showEntry),
    more: thread.entries.length >= mostEntries,
    numbers: numbersOf(simulator, thread),
  };
}

/** The business numbers this handset talked to, the latest first, and whether it stopped them. */
function numbersOf({ accounts, blocks }: Simulator, thread: Thread) {
  const phones = thread.entries.map((entry) =>
    entry.kind === 'notice' ? entry.notice.from : other(entry.message),
  );
  return [...new Set(phones.toReversed())].map((phone) => ({
    phone,
    type: accounts.owner(phone)?.number.type ?? null,
    stopped: blocks.has(phone, thread.phone),
  }));
}

function other(message: Message): string {
  return message.direction === 'inbound' ? message.to : message.from;
}

function showEntry(entry: ThreadEntry) {
  return entry.kind === 'notice' ? showNotice(entry.notice) : showMessage(entry.message);
}

function showNotice(notice: Notice) {
  return {
    kind: 'notice' as const,
    id: notice.id,
    by: notice.by,
    at: new Date(notice.atMs).toISOString(),
    from: notice.from,
    to: notice.to,
    body: notice.body,
  };
}

function showMessage(message: Message) {
  return {
    kind: message.direction === 'inbound' ? ('reply' as const) : ('text' as const),
    id: message.sid,
    at: new Date(message.createdAtMs).toISOString(),
    from: message.from,
    to: message.to,
    body: message.body,
    mediaUrls: message.mediaUrls,
    parts: message.parts,
    status: message.status,
    errorCode: message.errorCode,
    errorWords: message.errorCode === null ? null : carrierError(message.errorCode).words,
    webhook: message.webhook,
  };
}
