import { Chain } from '../bounded/chain.ts';
import { handsetOf, type Message } from '../messages/message.ts';
import type { Notice, Thread, ThreadEntry, ThreadLink } from './thread.ts';

/** Entries one handset shows; older ones scroll away for good. */
export const mostEntries = 100;

/** A place in the list of threads; stays good when its thread moves. */
export type ThreadPlace = { phone: string; activity: number };

/**
 * The virtual handsets, ordered by what happened last. A thread lives as long as the log keeps one of
 * its messages, so the log's bound bounds the threads too.
 */
export class Threads {
  readonly #onChange: (phone: string) => void;
  readonly #byPhone = new Map<string, ThreadLink>();
  #recent = new Chain<Thread>();
  #activity = 0;

  constructor(onChange: (phone: string) => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#byPhone.size;
  }

  get(phone: string): Thread | undefined {
    return this.#byPhone.get(phone)?.value;
  }

  addMessage(message: Message): void {
    const thread = this.#renewed(handsetOf(message), message.createdAtMs);
    append(thread, { kind: 'message', message });
    if (message.direction !== 'inbound') {
      thread.unread += 1;
      thread.received += 1;
    }
    this.#onChange(thread.phone);
  }

  addNotice(notice: Notice): void {
    const thread = this.#renewed(notice.to, notice.atMs);
    append(thread, { kind: 'notice', notice });
    thread.unread += 1;
    this.#onChange(thread.phone);
  }

  /** Says that a message of this phone changed. */
  touch(phone: string): void {
    this.#onChange(phone);
  }

  markRead(phone: string): void {
    const thread = this.get(phone);
    if (thread === undefined || thread.unread === 0) return;
    thread.unread = 0;
    this.#onChange(phone);
  }

  /** Removes a message the log dropped, and the thread with its last one. */
  forget(message: Message): void {
    const link = this.#byPhone.get(handsetOf(message));
    if (link === undefined) return;
    const { entries, phone } = link.value;
    const index = entries.findIndex((entry) => entry.kind === 'message' && entry.message === message);
    if (index >= 0) entries.splice(index, 1);
    if (entries.some((entry) => entry.kind === 'message')) return;
    this.#recent.remove(link);
    this.#byPhone.delete(phone);
  }

  /** Threads from the newest on, or from the one after `after`. */
  *newestFirst(after?: ThreadPlace): Generator<Thread> {
    for (let link = this.#seek(after); link !== undefined; link = link.older) yield link.value;
  }

  clear(): void {
    this.#byPhone.clear();
    this.#recent = new Chain();
  }

  #seek(after: ThreadPlace | undefined): ThreadLink | undefined {
    if (after === undefined) return this.#recent.newest;
    const known = this.#byPhone.get(after.phone);
    if (known?.value.activity === after.activity) return known.older;
    let link = this.#recent.newest;
    while (link !== undefined && link.value.activity >= after.activity) link = link.older;
    return link;
  }

  #renewed(phone: string, atMs: number): Thread {
    this.#activity += 1;
    const known = this.#byPhone.get(phone);
    if (known !== undefined) {
      this.#recent.renew(known);
      known.value.activity = this.#activity;
      known.value.lastAtMs = atMs;
      return known.value;
    }
    const thread: Thread = {
      phone,
      entries: [],
      unread: 0,
      received: 0,
      activity: this.#activity,
      lastAtMs: atMs,
    };
    this.#byPhone.set(phone, this.#recent.append(thread));
    return thread;
  }
}

function append(thread: Thread, entry: ThreadEntry): void {
  thread.entries.push(entry);
  if (thread.entries.length > mostEntries) thread.entries.shift();
}
