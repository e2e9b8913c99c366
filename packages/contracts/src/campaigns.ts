import { z } from 'zod';
import { clickReport } from './clicks.ts';
import { encoding } from './encoding.ts';
import { messageKind } from './gates.ts';
import { linkCodes, linkDays } from './links.ts';
import { pageOf, pageQuery } from './paging.ts';
import { skipReason, waitReason } from './reasons.ts';
import { count, id, label, micros, phone, tag, text, timestamp, verbatim } from './scalars.ts';

export const campaignStatuses = [
  'draft',
  'scheduled',
  'launching',
  'sending',
  'paused',
  'completed',
  'canceled',
] as const;
export const campaignStatus = z.enum(campaignStatuses);
export type CampaignStatus = z.infer<typeof campaignStatus>;

/** Longest name, characters. */
export const maxNameChars = 120;

/** Longest template, characters. */
export const maxTemplateChars = 1_600;

export const audienceSpec = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all') }),
  z.object({ type: z.literal('tag'), tag }),
  /** `name` is told, and ignored when it is sent. */
  z.object({ type: z.literal('segment'), segmentId: id, name: label(120).optional() }),
]);
export type AudienceSpec = z.infer<typeof audienceSpec>;

/** Merge fields are `{{first_name}}` or, with a fallback, `{{first_name|there}}`; http(s) links become short links of the recipient. */
export const campaignTemplate = text.max(maxTemplateChars);

/** What becomes of texts that the budget does not allow today. */
export const overBudget = z.enum(['wait', 'skip']);

const sendOptions = {
  /** Whoever was not reached by then is skipped. */
  endsAt: timestamp.nullable(),
  overBudget,
  /** Put the brand before texts that do not name it. */
  addBrand: z.boolean(),
  /** Say how to opt out in the first marketing text to a contact, and again every 30 days. */
  addOptOut: z.boolean(),
  /** With one code for all, clicks are counted and nobody is known to have clicked. */
  linkCodes,
  /** Put UTM parameters behind where its links lead; null: as the settings of links say. */
  addUtm: z.boolean().nullable(),
  /** Days until its links end; null: as the settings of links say. */
  linkDays,
};

export const createCampaign = z.object({
  name: label(maxNameChars),
  template: campaignTemplate.default(''),
  audience: audienceSpec.default({ type: 'all' }),
  /** The sending number; the tenant's default number when absent. */
  numberId: id.nullable().default(null),
  ...z.object(sendOptions).partial().shape,
});
export type CreateCampaign = z.infer<typeof createCampaign>;

/** Only a draft can be changed; with `expectedUpdatedAt` only as it was read: the change is refused when somebody else made one since. */
export const updateCampaign = z
  .object({
    name: label(maxNameChars),
    template: campaignTemplate,
    audience: audienceSpec,
    numberId: id.nullable(),
    expectedUpdatedAt: timestamp,
    ...sendOptions,
  })
  .partial();
export type UpdateCampaign = z.infer<typeof updateCampaign>;

/** Absolute totals of a campaign; `skipped + waiting + handedOver = audience`. */
export const campaignTotals = z.object({
  audience: count,
  skipped: count,
  waiting: count,
  handedOver: count,
  delivered: count,
  undelivered: count,
  failed: count,
  replies: count,
  optOuts: count,
  clicksHuman: count,
  clicksAll: count,
  parts: count,
  costMicros: micros,
});
export type CampaignTotals = z.infer<typeof campaignTotals>;

export const campaign = z.object({
  id,
  name: z.string(),
  status: campaignStatus,
  kind: messageKind,
  template: z.string(),
  audience: audienceSpec,
  numberId: id.nullable(),
  killSwitchOn: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
  launchedAt: timestamp.nullable(),
  completedAt: timestamp.nullable(),
  /** When it starts by itself; with `scheduleLocal`, the earliest such moment of any recipient. */
  scheduledAt: timestamp.nullable(),
  /** `YYYY-MM-DDTHH:MM` on each recipient's own clock. */
  scheduleLocal: z.string().nullable(),
  endsAt: timestamp.nullable(),
  overBudget,
  addBrand: z.boolean(),
  addOptOut: z.boolean(),
  linkCodes,
  addUtm: z.boolean().nullable(),
  linkDays,
  /** Who agreed that brand or opt-out words are left out of this text; null when nobody did. */
  footerWaivedBy: z.string().nullable(),
  /** What happened and what to do, when it was stopped or could not start by itself. */
  pauseDetail: z.string().nullable(),
  totals: campaignTotals,
});
export type Campaign = z.infer<typeof campaign>;

export const listCampaignsQuery = pageQuery.extend({
  q: verbatim.trim().max(100).optional(),
  status: campaignStatus.optional(),
});
export const campaignPage = pageOf(campaign);

/** Something that prevents (blocker) or questions (warning) a launch, with its fix in words. */
export const launchNotice = z.object({ code: z.string(), detail: z.string(), fix: z.string() });
export type LaunchNotice = z.infer<typeof launchNotice>;

export const sampleBody = z.object({
  contactId: id,
  name: z.string(),
  phone,
  body: z.string(),
  parts: count,
  encoding,
  /** What the person's merge fields hold; empty for those who may not see contacts. */
  values: z.record(z.string(), z.string()),
});
export type SampleBody = z.infer<typeof sampleBody>;

/** When the last text will be handed over, as far as can be foreseen. */
export const campaignFinish = z.object({
  /** Null when somebody has to do something first, or it takes longer than a year. */
  at: timestamp.nullable(),
  /** What takes the longest. */
  binds: waitReason.nullable(),
  words: z.string().nullable(),
  /** Recipients it will not reach: the campaign ends first, or its budget is used up and it does not wait. */
  unreached: count,
});
export type CampaignFinish = z.infer<typeof campaignFinish>;

/** Recipients who cannot be texted at the start, or yet, by when they can. */
export const openings = z.object({
  waiting: count,
  firstOpensAt: timestamp.nullable(),
  lastOpensAt: timestamp.nullable(),
  /** The earliest ones. */
  at: z.array(z.object({ opensAt: timestamp, count })),
  /** Those among them whose own start falls into their quiet hours. */
  quiet: z.object({ waiting: count, firstOpensAt: timestamp.nullable(), lastOpensAt: timestamp.nullable() }),
});

export type Openings = z.infer<typeof openings>;

const recipientsAndParts = z.object({ recipients: count, parts: count });

export const campaignPreview = z.object({
  /** Contacts the audience matches, before exclusions. */
  matched: count,
  /** Whom the audience leaves out, by reason; `rules` are the suppression rules that do. */
  excluded: z.array(
    z.object({
      reason: skipReason,
      words: z.string(),
      count,
      rules: z.array(z.object({ id, name: z.string(), count })),
    }),
  ),
  recipients: count,
  parts: count,
  /** How many recipients get how many parts. */
  partsPerMessage: z.array(z.object({ parts: count, messages: count })),
  costMicros: micros,
  /** The texts that say how to opt out, and the others; parts add up to `parts`. */
  footer: z.object({ withOptOut: recipientsAndParts, withoutOptOut: recipientsAndParts }),
  /** False when parts and cost were extrapolated from the first `sampled` recipients. */
  exact: z.boolean(),
  sampled: count,
  /** Recipients for whom a merge field without fallback is empty, by field. */
  emptyFields: z.array(z.object({ field: z.string(), count })),
  /** Texts of some recipients, exactly as they would be sent; the longest is among them. */
  samples: z.array(sampleBody),
  /** Merge fields that can be used: every contact's, and the organisation's own as seen in this audience. */
  fields: z.array(z.string()),
  /** Merge fields of the text that no recipient has. */
  unknownFields: z.array(z.string()),
  number: z.object({ id, phone, type: z.string(), rateParts: z.number() }).nullable(),
  /** Who has to wait for quiet hours, or for the start on their own clock. */
  openings,
  /** When sending starts: now, or as scheduled. The audience is frozen then. */
  startsAt: timestamp,
  finish: campaignFinish,
  /** Seconds from the start to the last hand-over; 0 when that cannot be foreseen. */
  durationSeconds: count,
  blockers: z.array(launchNotice),
  warnings: z.array(launchNotice),
});
export type CampaignPreview = z.infer<typeof campaignPreview>;

/** Body of `POST /campaigns/:id/launch`: what was looked at; the launch is refused when recipients or anything of the campaign are another by now. */
export const launchCampaign = z.object({
  expectedRecipients: count.optional(),
  expectedUpdatedAt: timestamp.optional(),
});
export type LaunchCampaign = z.infer<typeof launchCampaign>;

/** `YYYY-MM-DDTHH:MM` on a clock whose zone is told elsewhere. */
export const localTime = text.refine(
  (value) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) && z.iso.datetime().safeParse(`${value}:00Z`).success,
  'Use a date and a time of 24 hours, e.g. 2026-11-27T09:30',
);

const atMoment = z.strictObject({ at: timestamp });
const atLocalTime = z.strictObject({ localTime });

/** When a campaign starts: an instant, or a wall-clock time that each recipient's own zone turns into one. */
export const startMoment = z.union([atMoment, atLocalTime]);
export type StartMoment = z.infer<typeof startMoment>;

const asRead = { expectedUpdatedAt: timestamp.optional() };

/** Body of `POST /campaigns/:id/schedule`: when, and what was looked at; it is refused when anything of the campaign is another by now. */
export const scheduleCampaign = z.union([atMoment.extend(asRead), atLocalTime.extend(asRead)]);

/** Body of `POST /campaigns/:id/preview`, if any: with `when`, as it would be if it were scheduled then. */
export const previewCampaign = z
  .strictObject({ when: startMoment.optional() })
  .nullish()
  .meta({ examples: [{}] });
export type PreviewCampaign = NonNullable<z.infer<typeof previewCampaign>>;

export const campaignReport = z.object({
  campaign,
  totals: campaignTotals,
  /** Whoever did not get it, by reason. */
  skippedBy: z.array(z.object({ reason: skipReason, words: z.string(), count })),
  /** Whoever still waits, by reason, with the next time something can happen. */
  waitingBy: z.array(
    z.object({ reason: waitReason, words: z.string(), count, nextAt: timestamp.nullable() }),
  ),
  /** Deliveries that failed, by the carrier's code, in plain words with what to do. */
  errors: z.array(z.object({ code: z.string(), words: z.string(), action: z.string(), count })),
  /** Those among them who wait for quiet hours, or for the start on their own clock. */
  openings,
  /** Null before it is frozen, and once nothing waits any more. */
  finish: campaignFinish.nullable(),
  clicks: clickReport,
  links: z.array(z.object({ url: z.string(), human: count, all: count })),
  /** `clicksAll` holds those by machines and repeated taps too. */
  hourly: z.array(
    z.object({ hour: timestamp, handedOver: count, delivered: count, clicksHuman: count, clicksAll: count }),
  ),
  generatedAt: timestamp,
});
export type CampaignReport = z.infer<typeof campaignReport>;

/** Opens the list behind a number of the report. */
export const campaignMessagesQuery = pageQuery.extend({
  status: text.max(20).optional(),
  reason: text.max(40).optional(),
  errorCode: text.max(10).optional(),
  /** With `status=clicked`: this link of the campaign. */
  linkId: id.optional(),
});
