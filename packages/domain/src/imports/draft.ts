import { maxAttributeChars } from '@sms-crm/contracts/contacts';
import type { ImportField, ImportSettings } from '@sms-crm/contracts/imports';
import { withoutDirectionControls } from '@sms-crm/contracts/scalars';
import type { ParsedPhone } from '../contacts/phone.ts';
import { canonicalZone } from '../quiet-hours/zone-clock.ts';
import { parseAgreedAt, type LocalNow } from './agreed-at.ts';
import type { Refusals } from './refusals.ts';

/** What one accepted row says about a contact; null and absent mean that the row says nothing. */
export type ContactDraft = ParsedPhone & {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  /** IANA; null where the row names none that exists. */
  timeZone: string | null;
  tags: string[];
  attributes: [key: string, value: string][];
  /** As `parseAgreedAt` gives it; null without evidence of consent. */
  agreedAt: string | null;
};

/** Longest values kept, characters; the same as by hand. */
const maxChars = { name: 100, email: 254, city: 100, region: 100, postalCode: 20, tag: 60, date: 60 };

/** Most tags taken from one cell. */
const maxTags = 50;

/** How the rows of a file are read. */
export type RowReading = { settings: ImportSettings; now: LocalNow; refusals: Refusals };

/** Reads what the mapped columns of an accepted row say. */
export function draftContact(
  cells: readonly string[],
  parsed: ParsedPhone,
  { settings, now, refusals }: RowReading,
): ContactDraft {
  const fields: Partial<Record<ImportField, string>> = {};
  const attributes: [string, string][] = [];
  for (const [index, target] of settings.mapping.entries()) {
    const text = withoutDirectionControls(cells[index] ?? '').trim();
    if (text === '' || target.to === 'ignore') continue;
    if (target.to === 'attribute') attributes.push([target.key, cut(text, maxAttributeChars)]);
    else fields[target.field] = text;
  }
  const [first, last] = splitName(fields.fullName ?? '');
  return {
    ...parsed,
    firstName: valueOf(fields.firstName ?? first, maxChars.name),
    lastName: valueOf(fields.lastName ?? last, maxChars.name),
    email: valueOf(fields.email, maxChars.email),
    city: valueOf(fields.city, maxChars.city),
    region: valueOf(fields.region, maxChars.region),
    postalCode: valueOf(fields.postalCode, maxChars.postalCode),
    timeZone: fields.timeZone === undefined ? null : canonicalZone(fields.timeZone),
    tags: [...new Set([...settings.tags, ...splitTags(fields.tags ?? '')])],
    attributes,
    agreedAt: refusals.of(cells).length > 0 ? null : agreedAt(fields.optedInAt, settings, now),
  };
}

/** Whether a row holds a value that is cut to fit into an attribute. */
export function isShortened(cells: readonly string[], { mapping }: ImportSettings): boolean {
  return mapping.some(
    ({ to }, index) => to === 'attribute' && (cells[index] ?? '').trim().length > maxAttributeChars,
  );
}

function valueOf(text: string | undefined, max: number): string | null {
  return text === undefined || text === '' ? null : cut(text, max);
}

/** When the person of a row agreed; null without an answer, or with a date that is unreadable or to come. */
export function agreedAt(cell: string | undefined, settings: ImportSettings, now: LocalNow): string | null {
  const { consent } = settings;
  if (consent.kind === 'none') return null;
  if (consent.kind === 'one-date') return consent.agreedOn;
  return cell === undefined ? null : parseAgreedAt(cell, settings.defaultCountry, now);
}

/** The cell of a date that should tell when the person of a row agreed, but does not; undefined when it does or is empty. */
export function unreadDate(
  cell: string | undefined,
  settings: ImportSettings,
  now: LocalNow,
): string | undefined {
  if (settings.consent.kind !== 'column' || cell === undefined || cell === '') return undefined;
  return agreedAt(cell, settings, now) === null ? cut(cell, maxChars.date) : undefined;
}

function splitTags(text: string): string[] {
  const tags = text.split(/[,;|]/).map((part) => cut(part.trim().toLowerCase(), maxChars.tag));
  return tags.filter((tag) => tag !== '').slice(0, maxTags);
}

/** “Obi, Ana” and “Ana Obi” are both first name Ana, last name Obi; of many words the last is the last name. */
function splitName(text: string): [string | undefined, string | undefined] {
  const comma = text.indexOf(',');
  if (comma > 0) return [text.slice(comma + 1).trim(), text.slice(0, comma).trim()];
  const space = text.lastIndexOf(' ');
  return space < 0 ? [text, undefined] : [text.slice(0, space).trim(), text.slice(space + 1)];
}

/** Cuts without leaving half of a surrogate pair. */
function cut(text: string, max: number): string {
  return text.length <= max
    ? text
    : text
        .slice(0, max)
        .toWellFormed()
        .replace(/\uFFFD$/, '');
}
