import type { PartsCount } from '@sms-crm/contracts/messages';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import { countParts } from '../messages/parts.ts';
import { withFooter, type Footer } from './footer.ts';
import { renderTemplate, type ParsedTemplate } from './template.ts';

/** Longest text a carrier takes, characters (Twilio error 21617). */
export const maxBodyChars = 1_600;

export type RenderedMessage = {
  body: string;
  parts: PartsCount;
  emptyFields: string[];
  links: { position: number; url: string; code: string }[];
  /** Why this text cannot be sent; null when it can. */
  problem: SkipReason | null;
};

/**
 * One recipient's text as it will be sent and billed.
 *
 * @param options.newCode makes the code of each short link
 * @param options.footer what is added to the text, and counted
 */
export function renderMessage(
  template: ParsedTemplate,
  values: Readonly<Record<string, string>>,
  options: { shortLinkOrigin: string; newCode: () => string; footer: Footer },
): RenderedMessage {
  const links: RenderedMessage['links'] = [];
  const { body: own, emptyFields } = renderTemplate(template, values, (position, url) => {
    const code = options.newCode();
    links.push({ position, url, code });
    return `${options.shortLinkOrigin}/${code}`;
  });
  const body = withFooter(own, options.footer);
  const problem = body === '' ? 'empty_body' : body.length > maxBodyChars ? 'body_too_long' : null;
  return { body, parts: countParts(body), emptyFields, links, problem };
}
