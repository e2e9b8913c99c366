import type { Status } from './message.ts';

type Count = Record<string, number>;

/** Counters since the start or the last reset; they count on when messages are dropped from the log. */
export type Stats = {
  /** Create requests accepted, and the parts in them. */
  received: number;
  parts: number;
  /** Create requests refused, by error code. */
  refused: Count;
  /** Accepted messages by the status they have now. */
  byStatus: Count;
  /** Failed and undelivered messages by error code. */
  byErrorCode: Count;
  /** What the carrier has charged so far, outbound and inbound, in micro-dollars. */
  outboundPriceMicros: number;
  inboundPriceMicros: number;
  inbound: { received: number; answered: number; failed: number };
  /** Texts sent because a TwiML answer asked for them. */
  replies: number;
  /** Phones looked up. */
  lookups: number;
  /** Answers to keywords by the carrier itself and by the toll-free network. */
  notices: { carrier: number; network: number };
  /** `lost` were swallowed by a fault, `dropped` found no room in the queue. */
  callbacks: { sent: number; failed: number; retried: number; dropped: number; lost: number };
};

export function emptyStats(): Stats {
  return {
    received: 0,
    parts: 0,
    refused: {},
    byStatus: {},
    byErrorCode: {},
    outboundPriceMicros: 0,
    inboundPriceMicros: 0,
    inbound: { received: 0, answered: 0, failed: 0 },
    replies: 0,
    lookups: 0,
    notices: { carrier: 0, network: 0 },
    callbacks: { sent: 0, failed: 0, retried: 0, dropped: 0, lost: 0 },
  };
}

/** Adds to one counter of a table. */
export function count(table: Count, key: string | number, by = 1): void {
  table[key] = (table[key] ?? 0) + by;
}

/** Counts a message out of its old status, if it had one, and into its new one. */
export function countStatus(stats: Stats, from: Status | undefined, to: Status): void {
  if (from !== undefined) count(stats.byStatus, from, -1);
  count(stats.byStatus, to);
}
