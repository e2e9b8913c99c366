import { z } from 'zod';
import { count, id, timestamp } from './scalars.ts';

/**
 * What a hit of a short link was, in the order in which it is judged: the first that speaks decides, and what nothing speaks against
 * is `human`. A `duplicate` is the same tap come twice; it counts neither for people nor for machines.
 */
export const clickVerdicts = [
  'prefetch',
  'preview',
  'no-browser',
  'bot',
  'hosting',
  'too-early',
  'burst',
  'all-links',
  'duplicate',
  'human',
] as const;
export const clickVerdict = z.enum(clickVerdicts);
export type ClickVerdict = z.infer<typeof clickVerdict>;

/** Each verdict in words of a report. */
export const clickVerdictWords: Record<ClickVerdict, string> = {
  prefetch: 'A browser loaded the page ahead',
  preview: 'A messenger drew a preview of the link',
  'no-browser': 'An app or a program without a browser',
  bot: 'A known crawler or scanner',
  hosting: 'It came from a data centre',
  'too-early': 'It came before anyone could have tapped',
  burst: 'Links of many people were opened from one network at once',
  'all-links': 'All links of the text were opened within a second',
  duplicate: 'The same tap came again',
  human: 'A person',
};

export function isMachine(verdict: ClickVerdict): boolean {
  return verdict !== 'human' && verdict !== 'duplicate';
}

/** How long after the text a person first tapped: each span ends where its name says, and begins where the one before it ends. */
export const clickDelay = z.enum(['1m', '5m', '15m', '1h', '4h', '1d', 'later']);
export type ClickDelay = z.infer<typeof clickDelay>;

/** The spans with the seconds they end before. */
export const clickDelays: readonly { name: ClickDelay; seconds: number }[] = [
  { name: '1m', seconds: 60 },
  { name: '5m', seconds: 300 },
  { name: '15m', seconds: 900 },
  { name: '1h', seconds: 3_600 },
  { name: '4h', seconds: 14_400 },
  { name: '1d', seconds: 86_400 },
  { name: 'later', seconds: Number.POSITIVE_INFINITY },
];

export const clickDevices = ['ios', 'android', 'windows', 'mac', 'linux', 'other'] as const;
export type ClickDevice = (typeof clickDevices)[number];

/** How addresses are kept: without their end, or as a keyed hash that nobody can turn back. */
export const ipModes = ['cut', 'hashed'] as const;

/** What a tenant can set about how its clicks are judged and kept. */
const clickRules = {
  ipMode: z.enum(ipModes),
  /** A hit sooner than this after the text was sent is no person's, ms. */
  tooEarlyMs: z.int().min(0).max(60_000),
  /** So many texts opened from one network within `burstMs` are a machine's work. */
  burstTexts: z.int().min(2).max(1_000),
  burstMs: z.int().min(1_000).max(60_000),
  /** The same link from the same address and browser within this time is the same tap, ms. */
  duplicateMs: z.int().min(0).max(60_000),
};
export const updateClickSettings = z.object(clickRules).partial();
export type UpdateClickSettings = z.infer<typeof updateClickSettings>;

/** Judging past clicks again by the rules of now; all campaigns when none is named. */
export const createReclassification = z.object({ campaignId: id.nullable().default(null) });

export const reclassification = z.object({
  id,
  campaignId: id.nullable(),
  rules: z.string(),
  /** Clicks judged again so far, and those whose verdict changed. */
  done: count,
  changed: count,
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
export type Reclassification = z.infer<typeof reclassification>;

/** The country database of the tenant, a file in MMDB format. */
export const countryDatabase = z.object({
  name: z.string(),
  bytes: count,
  /** Its own word for what it holds, e.g. `GeoLite2-Country`, and when it was made. */
  type: z.string(),
  builtAt: timestamp,
  uploadedAt: timestamp,
});
export type CountryDatabase = z.infer<typeof countryDatabase>;

/** Largest country database taken, bytes. */
export const maxCountryDatabaseBytes = 64 * 1024 * 1024;

export const clickSettings = z.object({
  ...clickRules,
  /** Names the rules that judge from now on; each click keeps the one it was judged by. */
  rules: z.string(),
  /** Null: countries come from the installation's database, if it has one. */
  countryDatabase: countryDatabase.nullable(),
  /** The newest run over past clicks. */
  lastReclassification: reclassification.nullable(),
});
export type ClickSettings = z.infer<typeof clickSettings>;

/** What a campaign's report says of its clicks. People are counted, machines and repeated taps told apart; `all` is every hit. */
export const clickReport = z.object({
  human: count,
  bot: count,
  /** The same tap come again; part of `all` alone. */
  duplicate: count,
  all: count,
  /** Recipients with at least one click; their further clicks are `repeats`. */
  recipients: count,
  /** Clicks by people beyond each recipient's first; those on links that all recipients share are among them. */
  repeats: count,
  /** Recipients who clicked, of the texts delivered; null while none is. */
  clickThrough: z.number().nullable(),
  links: z.array(z.object({ id, url: z.string(), human: count, bot: count, duplicate: count, all: count })),
  /** Why hits were called machines. */
  reasons: z.array(z.object({ verdict: clickVerdict, words: z.string(), count })),
  /** Clicks by people. */
  devices: z.array(z.object({ device: z.enum(clickDevices), count })),
  /** Clicks by people; the country is ISO 3166, null when it is unknown. */
  countries: z.array(z.object({ country: z.string().nullable(), count })),
  /** How long after the text recipients clicked first; each span begins where the one before it ends. */
  delays: z.array(z.object({ within: clickDelay, count })),
  /** The span in which half of those who clicked had done so. */
  medianDelay: clickDelay.nullable(),
});
export type ClickReport = z.infer<typeof clickReport>;
