import type { CampaignPreview, LaunchNotice } from '@sms-crm/contracts/campaigns';
import { countParts } from '../messages/parts.ts';
import { parseTemplate, renderTemplate } from './template.ts';

type Shown = Pick<CampaignPreview, 'samples' | 'partsPerMessage'>;

/** Marks that could not be told from the marks around them. */
const quotes = /[“”‘’]/;
const printable = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Warnings about texts that cost more than they need to, naming what makes them long: the text itself, or
 * the contacts' own data in its merge fields.
 *
 * @param template as written; its fallbacks count as text
 * @param preview the parts of all recipients, and the shown samples
 */
export function lengthNotices(template: string, preview: Shown): LaunchNotice[] {
  const own = countParts(renderTemplate(parseTemplate(template), {}, () => '').body);
  const longest = preview.partsPerMessage.at(-1)?.parts ?? 0;
  const unicode = preview.samples.filter(({ encoding }) => encoding === 'UCS-2');
  const first = unicode[0] && countParts(unicode[0].body).brokenBy?.character;
  const byContacts = first !== undefined && own.brokenBy === null;
  const notices: LaunchNotice[] = [];
  if (own.brokenBy !== null && first !== undefined) notices.push(ownUnicode(own.brokenBy.character));
  if (byContacts) notices.push(contactUnicode(first));
  if (longest > 1) {
    const made = byContacts && longest > own.parts && unicode.some(({ parts }) => parts === longest);
    notices.push(longTexts(longest, made));
  }
  return notices;
}

function ownUnicode(character: string): LaunchNotice {
  return {
    code: 'unicode',
    detail: `The text holds ${named(character)}, which is outside the SMS alphabet: a part then holds 70 characters instead of 160.`,
    fix: 'Replace curly quotes, dashes and emoji if cost matters.',
  };
}

function contactUnicode(character: string): LaunchNotice {
  return {
    code: 'unicode',
    detail: `The data of some contacts hold characters outside the SMS alphabet, such as ${named(character)}: a part of their text then holds 70 characters instead of 160.`,
    fix: 'The text itself is fine; leave the merge field out if cost matters.',
  };
}

function longTexts(parts: number, byContacts: boolean): LaunchNotice {
  const detail = `The longest texts are billed as ${parts} parts.`;
  return byContacts
    ? {
        code: 'long_texts',
        detail: `${detail} Contacts’ data outside the SMS alphabet make them that long.`,
        fix: 'Leave the merge field out, or shorten the text, if cost matters.',
      }
    : { code: 'long_texts', detail, fix: 'Shorten the text if cost matters.' };
}

function named(character: string): string {
  if (quotes.test(character)) return `the curly quote ${character}`;
  if (printable.test(character)) return `“${character}”`;
  return `the invisible character U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
