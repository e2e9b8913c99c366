import type { ClickDevice } from '@sms-crm/contracts/clicks';
import type { RequestFacts } from './judge-request.ts';

/** All that is known of a hit, and by which it can be judged at any time. */
export type HitFacts = RequestFacts & {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  linkId: string;
  campaignId: string;
  campaignLinkId: string;
  /** null for a link that all recipients share. */
  messageId: string | null;
  /** Cut or hashed; null when unknown. */
  ip: string | null;
  /** What hits of one network have in common; null where the address tells no network. */
  net: string | null;
  country: string | null;
  device: ClickDevice | null;
  /** From the text's being sent to the hit, ms; null when that is unknown. */
  ageMs: number | null;
};

/** In the order in which they happened; ids decide within a millisecond. */
export function inTime(a: Pick<HitFacts, 'at' | 'id'>, b: Pick<HitFacts, 'at' | 'id'>): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
