import type { MessageFilters } from '../campaigns/resources.ts';

/** The lists behind a report's numbers, as the API names them, with words for a person. */
export const messageLists = {
  waiting: 'Waiting',
  skipped: 'Did not get it',
  handedOver: 'Handed to the carrier',
  onItsWay: 'On its way',
  delivered: 'Delivered',
  notDelivered: 'Not delivered or failed',
  undelivered: 'Not delivered',
  failed: 'Failed',
  clicked: 'Clicked',
  replied: 'Replied',
  optedOut: 'Opted out',
} as const satisfies Record<string, string>;

export type MessageList = keyof typeof messageLists;

/** Address of the list behind a number. */
export function messagesPath(
  campaignId: string,
  filters: Partial<Omit<MessageFilters, 'status'>> & { status?: MessageList } = {},
): string {
  const query = new URLSearchParams(filters).toString();
  return `/campaigns/${campaignId}/messages${query === '' ? '' : `?${query}`}`;
}
