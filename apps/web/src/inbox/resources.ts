import {
  assignableMembers,
  campaignReplies,
  conversationDetail,
  conversationLists,
  conversationPage,
  filledReplies,
} from '@sms-crm/contracts/conversations';
import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { pathWithQuery } from '../api/api.ts';
import { resource } from '../api/resource.ts';
import type { LiveSource } from '../live/use-live-resource.ts';

/** What narrows the list of the inbox; it stays in the address while conversations are opened. */
export const inboxFilters = {
  list: parseAsStringLiteral(conversationLists).withDefault('open'),
  q: parseAsString.withDefault(''),
  assigned: parseAsString.withDefault(''),
  campaignId: parseAsString.withDefault(''),
};

export const conversationsKey = ['v1', 'conversations'];

type Place = { list: string; q: string; assigned: string; campaignId: string; cursor: string };

/** A page of the list, live on its first page. */
export function inboxPage({ cursor, ...filter }: Place): LiveSource<typeof conversationPage._output> {
  const source = resource('/v1/conversations', conversationPage, { ...filter, cursor });
  return { ...source, events: pathWithQuery('/v1/conversations/events', filter), event: 'inbox' };
}

/** Only the sizes of the lists matter here. */
export const inboxCounts = resource('/v1/conversations', conversationPage, { limit: 1 });

export function oneConversation(id: string): LiveSource<typeof conversationDetail._output> {
  const source = resource(`/v1/conversations/${id}`, conversationDetail);
  return { ...source, events: `/v1/conversations/${id}/events`, event: 'conversation' };
}

export const repliesByCampaign = resource('/v1/conversations/campaigns', campaignReplies);

export const assignable = resource('/v1/conversations/assignable', assignableMembers);

export const cannedReplies = (id: string) => resource(`/v1/conversations/${id}/templates`, filledReplies);
