import { Chain, type Link } from '../bounded/chain.ts';
import { Fifo } from '../bounded/fifo.ts';
import type { Message } from './message.ts';

/** A message and its place in the log, counted from 1. */
export type Entry = { message: Message; position: number };

/** A place in the log; stays good when the message it names is dropped. */
export type Place = { sid: string; position: number };

type Kept = { entry: Entry; inLog: Link<Entry>; inPeer: Link<Entry>; peer: Chain<Entry> };

/**
 * The carrier's log, bounded: once `limit` messages are kept, each new one drops the one that was
 * finished first. Unfinished messages are never dropped; `isFull` says when there are only such.
 */
export class MessageLog {
  readonly limit: number;
  readonly #onDrop: (message: Message) => void;
  readonly #bySid = new Map<string, Kept>();
  readonly #byTo = new Map<string, Chain<Entry>>();
  readonly #finished = new Fifo<Kept>();
  #all = new Chain<Entry>();
  #added = 0;
  #dropped = 0;

  constructor(limit: number, onDrop: (message: Message) => void) {
    this.limit = limit;
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#bySid.size;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Messages something is still to happen to. */
  get unfinished(): number {
    return this.#bySid.size - this.#finished.size;
  }

  get isFull(): boolean {
    return this.#bySid.size >= this.limit && this.#finished.size === 0;
  }

  get(sid: string): Message | undefined {
    return this.#bySid.get(sid)?.entry.message;
  }

  /** Adds a message; its place in the log. */
  add(message: Message): number {
    while (this.#bySid.size >= this.limit && this.#dropOne());
    const peer = this.#byTo.get(message.to) ?? new Chain<Entry>();
    this.#byTo.set(message.to, peer);
    this.#added += 1;
    const entry = { message, position: this.#added };
    const kept = { entry, inLog: this.#all.append(entry), inPeer: peer.append(entry), peer };
    this.#bySid.set(message.sid, kept);
    return this.#added;
  }

  /** Says that nothing will change a message any more; it may be dropped from now on. */
  finish(message: Message): void {
    const kept = this.#bySid.get(message.sid);
    if (kept !== undefined) this.#finished.push(kept);
  }

  /** Newest first, all or those to one phone, from the one older than `after`. */
  *newestFirst(options: { to?: string | undefined; after?: Place | undefined }): Generator<Entry> {
    const start = this.#seek(options, 'newest', 'older');
    for (let link = start; link !== undefined; link = link.older) yield link.value;
  }

  /** Oldest first, all or those to one phone, from the one newer than `after`. */
  *oldestFirst(options: { to?: string | undefined; after?: Place | undefined }): Generator<Entry> {
    const start = this.#seek(options, 'oldest', 'newer');
    for (let link = start; link !== undefined; link = link.newer) yield link.value;
  }

  clear(): void {
    this.#bySid.clear();
    this.#byTo.clear();
    this.#finished.clear();
    this.#all = new Chain();
    this.#dropped = 0;
  }

  /** The first link beyond `after`; walks the chain only when that message is not kept any more. */
  #seek(
    options: { to?: string | undefined; after?: Place | undefined },
    end: 'newest' | 'oldest',
    step: 'older' | 'newer',
  ): Link<Entry> | undefined {
    const { to, after } = options;
    const chain = to === undefined ? this.#all : this.#byTo.get(to);
    if (after === undefined) return chain?.[end];
    const kept = this.#bySid.get(after.sid);
    if (kept !== undefined && (to === undefined || kept.entry.message.to === to)) {
      return (to === undefined ? kept.inLog : kept.inPeer)[step];
    }
    let link = chain?.[end];
    const isBeyond = (position: number) =>
      step === 'older' ? position < after.position : position > after.position;
    while (link !== undefined && !isBeyond(link.value.position)) link = link[step];
    return link;
  }

  #dropOne(): boolean {
    const kept = this.#finished.take();
    if (kept === undefined) return false;
    const { message } = kept.entry;
    this.#all.remove(kept.inLog);
    kept.peer.remove(kept.inPeer);
    if (kept.peer.newest === undefined) this.#byTo.delete(message.to);
    this.#bySid.delete(message.sid);
    this.#dropped += 1;
    this.#onDrop(message);
    return true;
  }
}
