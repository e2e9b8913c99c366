import type { SkipReason } from '@sms-crm/contracts/reasons';
import type { Footers } from '../campaigns/read-footers.ts';
import { renderMessage } from '../campaigns/render-message.ts';
import { countParts } from '../messages/parts.ts';
import type { Scene } from './claim-scene.ts';
import type { QueuedMessage } from './read-queued.ts';

export type NewLink = {
  code: string;
  url: string;
  campaignId: string;
  campaignLinkId: string;
  contactId: string;
};

/** The final text of a message, what it costs by the price list, and the short links it brings along. */
export type MessageText = {
  body: string;
  parts: number;
  costMicros: number;
  newLinks: NewLink[];
  problem: SkipReason | null;
};

/** Renders a message, or takes the text it already has: a reply was written, and a second attempt sends the very same text. */
export function textOf(
  message: QueuedMessage,
  scene: Pick<Scene, 'template' | 'linkIds' | 'prices' | 'links'> & { footers: Footers },
): MessageText {
  const price = scene.prices.partMicros(message.phone);
  if (message.body !== null) {
    const { parts } = countParts(message.body);
    return { body: message.body, parts, costMicros: parts * price, newLinks: [], problem: null };
  }
  const text = renderMessage(scene.template, message.values, {
    links: scene.links,
    footer: scene.footers.of(message.contactId),
  });
  const { campaignId, contactId } = message;
  // A code that all share was made at the launch.
  const own = scene.links.shared ? [] : text.links;
  const newLinks = own.flatMap(({ position, url, code }): NewLink[] => {
    const campaignLinkId = scene.linkIds[position];
    if (campaignLinkId === undefined || campaignId === null || contactId === null) return [];
    return [{ code, url, campaignId, campaignLinkId, contactId }];
  });
  return {
    body: text.body,
    parts: text.parts.parts,
    costMicros: text.parts.parts * price,
    newLinks,
    problem: text.problem,
  };
}
