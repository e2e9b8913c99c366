import type { SegmentFilter } from '@sms-crm/contracts/segments';

/** What the fields of a segment hold. */
export type SegmentValues = { name: string; type: SegmentFilter['type']; campaignId: string; tag: string };

export const newSegment: SegmentValues = { name: '', type: 'clicked', campaignId: '', tag: '' };

export const filterKinds: { value: SegmentFilter['type']; label: string }[] = [
  { value: 'clicked', label: 'Clicked in a campaign' },
  { value: 'not-clicked', label: 'Got a campaign and did not click' },
  { value: 'replied', label: 'Replied to a campaign' },
  { value: 'tag', label: 'Has a tag' },
];

/** The filter these fields say, as the contract reads it. */
export function toFilter({ type, campaignId, tag }: SegmentValues): object {
  return type === 'tag' ? { type, tag } : { type, campaignId };
}
