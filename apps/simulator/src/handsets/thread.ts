import type { Link } from '../bounded/chain.ts';
import type { Message } from '../messages/message.ts';

/** An answer to a keyword that no application sent: by the carrier itself or by the toll-free network. */
export type Notice = {
  readonly id: string;
  readonly by: 'carrier' | 'network';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly atMs: number;
};

export type ThreadEntry = { kind: 'message'; message: Message } | { kind: 'notice'; notice: Notice };

/** All that one handset shows. */
export type Thread = {
  readonly phone: string;
  readonly entries: ThreadEntry[];
  /** Texts and notices that arrived since somebody looked. */
  unread: number;
  /** Texts this phone was sent since the thread began. */
  received: number;
  /** Rises over all threads with everything that happens in one; the order of the list. */
  activity: number;
  lastAtMs: number;
};

export type ThreadLink = Link<Thread>;
