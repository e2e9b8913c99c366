import { z } from 'zod';

/** Characters that nobody types: they come along with pasted text, no handset shows them, and NUL cannot be stored. */
const controlCharacter = /[^\P{Cc}\t\n\r]/u;

/** Text taken as it is: searches, passwords, words kept as evidence. Half of a surrogate pair is no character: it would be stored as `\uFFFD` without a word. */
export const verbatim = z
  .string()
  .refine(
    (value) => value.isWellFormed(),
    'Half a character (a lone surrogate) is in the text; type it again',
  )
  .refine((value) => !controlCharacter.test(value), { error: ({ input }) => controlWords(String(input)) });

function controlWords(value: string): string {
  const at = value.search(controlCharacter);
  const code = value.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return `The control character U+${code} stands at place ${at + 1} of the text; delete it`;
}

/** Invisible characters that turn the direction of what follows: with them a name can pass for another one. */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/gu;

/** The text without characters that turn its direction. */
export function withoutDirectionControls(value: string): string {
  return value.replace(directionControls, '');
}

/** Free text of any language, without characters that turn the direction of what follows. */
export const text = verbatim.refine(
  (value) => value.search(directionControls) === -1,
  'An invisible character that turns the direction of writing is in the text; type it again instead of pasting it',
);

/** A phone as people write it; address books put characters around it that turn its direction, and they do no harm here. */
export const typedPhone = verbatim.trim().min(3).max(40);

/** A UUIDv7 in text form. */
export const id = z.uuid();

/** A phone number in E.164, e.g. `+14155550123`, or the 3 to 8 digits of a short code. */
export const phone = z
  .string()
  .regex(/^(\+[1-9]\d{6,14}|\d{3,8})$/, 'Use the international form, e.g. +14155550123');

/** Money in micro-dollars: 1 USD = 1 000 000. */
export const micros = z.int();

/** A moment in ISO 8601 with zone, e.g. `2026-03-01T15:00:00.000Z`. */
export const timestamp = z.iso.datetime({ offset: true });

/** A whole number of things, 0 or more. */
export const count = z.int().nonnegative();

/** A tag: 1 to 60 characters, compared in lower case. */
export const tag = text.trim().toLowerCase().min(1).max(60);

/** A time zone that is looked at later. */
export const typedTimeZone = z
  .string()
  .max(64)
  .meta({ examples: ['America/New_York'] });

/** What is said of a time zone that does not exist. */
export const noSuchTimeZone = 'Use an IANA time zone, e.g. America/New_York';

/** An IANA time zone, e.g. `America/New_York`. */
export const timeZone = typedTimeZone
  .refine(isTimeZone, noSuchTimeZone)
  .meta({ examples: ['America/New_York'] });

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Text a person typed, trimmed. */
export const label = (max: number) => text.trim().min(1).max(max);

/** Path parameters of a route on one thing. */
export const idParams = z.object({ id });
