import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import type { SkipReason } from './reasons.ts';
import { count, id, label, micros, tag, text, timestamp } from './scalars.ts';

/** Kinds of rules, in the order in which they are asked; the first that speaks against a recipient is recorded. */
export const suppressionKinds = [
  'frequency',
  'recently-messaged',
  'recently-engaged',
  'area-codes',
  'tags',
  'landlines',
] as const;
export const suppressionKind = z.enum(suppressionKinds);
export type SuppressionKind = z.infer<typeof suppressionKind>;

/** The reason a kind of rule gives. */
export const suppressionReasons: Record<SuppressionKind, SkipReason> = {
  frequency: 'frequency_cap',
  'recently-messaged': 'recently_messaged',
  'recently-engaged': 'recently_engaged',
  'area-codes': 'area_code',
  tags: 'suppressed_tag',
  landlines: 'landline',
};

/** Longest time a rule looks back, hours: a year. */
const maxWindowHours = 24 * 366;

const windowHours = z.int().min(1).max(maxWindowHours);

/** An area code of North America, e.g. `415`, or the beginning of a phone with its country code, e.g. `+44`. */
const areaCode = text
  .trim()
  .regex(
    /^([2-9]\d{2}|\+[1-9]\d{0,6})$/,
    'Write an area code like 415, or the beginning of a phone like +44',
  );

/** What the carrier's lookup of one phone costs by its price list, micro-dollars. */
export const lookUpMicros = 8_000;

/** What a rule says, by its kind. */
export const suppressionSpec = z.discriminatedUnion('kind', [
  /** At most so many marketing texts to a contact within the window. */
  z.object({
    kind: z.literal('frequency'),
    config: z.object({ most: z.int().min(1).max(100), windowHours }),
  }),
  /** Got any text that was not an automatic answer within the window. */
  z.object({ kind: z.literal('recently-messaged'), config: z.object({ windowHours }) }),
  /** Clicked or replied within the window. */
  z.object({
    kind: z.literal('recently-engaged'),
    config: z.object({
      windowHours,
      clicked: z.boolean().default(true),
      replied: z.boolean().default(true),
    }),
  }),
  z.object({ kind: z.literal('area-codes'), config: z.object({ codes: z.array(areaCode).min(1).max(500) }) }),
  z.object({ kind: z.literal('tags'), config: z.object({ tags: z.array(tag).min(1).max(50) }) }),
  /** The carrier is asked about contacts in the background, at most so many a day; each look-up costs money there. */
  z.object({
    kind: z.literal('landlines'),
    config: z.object({ lookUpsPerDay: z.int().min(0).max(100_000).default(1_000) }),
  }),
]);
export type SuppressionSpec = z.infer<typeof suppressionSpec>;

export const createSuppressionRule = z.intersection(
  z.object({ name: label(120), enabled: z.boolean().default(true) }),
  suppressionSpec,
);
export type CreateSuppressionRule = z.infer<typeof createSuppressionRule>;

/** `config` must be one of the rule's own kind, which never changes. */
export const updateSuppressionRule = z
  .object({ name: label(120), enabled: z.boolean(), config: z.record(z.string(), z.unknown()) })
  .partial();
export type UpdateSuppressionRule = z.infer<typeof updateSuppressionRule>;

export const suppressionRule = z.object({
  id,
  name: z.string(),
  kind: suppressionKind,
  config: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  /** Raised by each change of what it says; every refusal keeps the version it came from. */
  version: count,
  /** Of a rule about landlines: phones asked for today, the limit, and what one costs at the carrier. */
  lookUps: z.object({ today: count, mostPerDay: count, costMicrosEach: micros }).nullable(),
  createdBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type SuppressionRule = z.infer<typeof suppressionRule>;
export const listSuppressionRulesQuery = pageQuery;
export const suppressionRulePage = pageOf(suppressionRule);

/** How many contacts a rule would leave out now, of all. */
export const suppressionPreview = z.object({ leftOut: count, contacts: count });
export type SuppressionPreview = z.infer<typeof suppressionPreview>;
