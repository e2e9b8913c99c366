import type { Place } from '../../messages/message-log.ts';

/** Where a page begins: after (`older`) or before (`newer`) a message of the newest-first list. */
export type PageStart = { side: 'older' | 'newer'; place: Place };

/** A token as opaque as Twilio's: side, SID and place in the log. */
export function writePageToken({ side, place }: PageStart): string {
  return `${side === 'older' ? 'PA' : 'PB'}${place.sid}-${place.position.toString(36)}`;
}

/** Reads a token; undefined when it is none of ours. */
export function readPageToken(token: string): PageStart | undefined {
  const match = /^P([AB])((?:SM|MM)[0-9a-f]{32})-([0-9a-z]{1,11})$/.exec(token);
  const [, side, sid, position] = match ?? [];
  if (sid === undefined || position === undefined) return undefined;
  return { side: side === 'A' ? 'older' : 'newer', place: { sid, position: Number.parseInt(position, 36) } };
}
