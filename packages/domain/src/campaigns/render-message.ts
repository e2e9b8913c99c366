import type { PartsCount } from '@sms-crm/contracts/messages';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import { countParts } from '../messages/parts.ts';
import { withFooter, type Footer } from './footer.ts';
import { renderTemplate, type ParsedTemplate } from './template.ts';

/** Longest text a carrier takes, characters (Twilio error 21617). */
export const maxBodyChars = 1_600;

/** Where the links of a text live, and where they lead. */
export type LinkTools = {
  /** Without a slash at the end. */
  origin: string;
  /** The code of a link, by its position in the text. */
  codeOf: (position: number) => string;
  /** Where a link leads in the end; null when nobody may be sent there. */
  destinationOf: (written: string) => string | null;
};

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
 * @param options.links where the text's links live and lead
 * @param options.footer what is added to the text, and counted
 */
export function renderMessage(
  template: ParsedTemplate,
  values: Readonly<Record<string, string>>,
  options: { links: LinkTools; footer: Footer },
): RenderedMessage {
  const links: RenderedMessage['links'] = [];
  let unsafe = false;
  const { body: own, emptyFields } = renderTemplate(template, values, (position, written) => {
    const code = options.links.codeOf(position);
    const url = options.links.destinationOf(written);
    if (url === null) unsafe = true;
    else links.push({ position, url, code });
    return `${options.links.origin}/${code}`;
  });
  const body = withFooter(own, options.footer);
  return { body, parts: countParts(body), emptyFields, links, problem: problemOf(body, unsafe) };
}

function problemOf(body: string, unsafe: boolean): SkipReason | null {
  if (body === '') return 'empty_body';
  if (body.length > maxBodyChars) return 'body_too_long';
  return unsafe ? 'unsafe_link' : null;
}
