import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { phrase } from './phrase.ts';
import { count, id, label, phone, timestamp } from './scalars.ts';

/** What a rule makes of a text it finds: an opt-out, or a doubt that a person decides. */
export const ruleVerdicts = ['opt-out', 'doubtful'] as const;
export const ruleVerdict = z.enum(ruleVerdicts);
export type RuleVerdict = z.infer<typeof ruleVerdict>;

/** Most rules of a tenant, and phrases of a rule: each text that comes in is held against all of them. */
export const mostRules = 50;
const mostPhrases = 50;

const phrases = z.array(phrase.min(2)).min(1).max(mostPhrases);

/** What a rule says. */
export const ruleSpec = z.object({ phrases, verdict: ruleVerdict });
export type RuleSpec = z.infer<typeof ruleSpec>;

export const createOptOutRule = ruleSpec.extend({ name: label(120), enabled: z.boolean().default(true) });
export type CreateOptOutRule = z.infer<typeof createOptOutRule>;

export const updateOptOutRule = z
  .object({ name: label(120), phrases, verdict: ruleVerdict, enabled: z.boolean() })
  .partial();
export type UpdateOptOutRule = z.infer<typeof updateOptOutRule>;

export const optOutRule = ruleSpec.extend({
  id,
  phrases: z.array(z.string()),
  name: z.string(),
  enabled: z.boolean(),
  createdBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type OptOutRule = z.infer<typeof optOutRule>;

/** A rule that comes with the product. */
export const shippedRule = ruleSpec.extend({
  key: z.string(),
  phrases: z.array(z.string()),
  name: z.string(),
  enabled: z.boolean(),
  /** Whether it holds whatever the tenant wishes: the words the law names. */
  required: z.boolean(),
  /** Why it is there: the law or the document it follows. */
  source: z.string(),
});
export type ShippedRule = z.infer<typeof shippedRule>;

/** All rules that hold; they are few, so there are no pages. */
export const optOutRules = z.object({ shipped: z.array(shippedRule), own: z.array(optOutRule) });
export type OptOutRules = z.infer<typeof optOutRules>;

export const shippedRuleParams = z.object({ key: z.string().max(40) });
export const switchShippedRule = z.object({ enabled: z.boolean() });

/** How a rule would have done on texts that came in. */
export const ruleTrial = z.object({
  /** Texts looked at: the newest that are no keyword. */
  texts: count,
  /** Those of them the rule finds, and those of these that the rules in force find already. */
  found: count,
  knownAlready: count,
  examples: z.array(z.object({ messageId: id, body: z.string(), at: timestamp, knownAlready: z.boolean() })),
});
export type RuleTrial = z.infer<typeof ruleTrial>;

export const reviewDecisions = ['opt-out', 'not-opt-out'] as const;
export const reviewDecision = z.enum(reviewDecisions);
export type ReviewDecision = z.infer<typeof reviewDecision>;

/** A reply that may be an opt-out. Its writer gets no marketing until it is decided. */
export const optOutReview = z.object({
  id,
  phone,
  /** The newest doubtful text of its writer, and how many there are with those before it. */
  messageId: id,
  texts: count,
  contactId: id.nullable(),
  contactName: z.string(),
  body: z.string(),
  /** The rule, and the words of the text that it found. */
  rule: z.string(),
  found: z.string(),
  openedAt: timestamp,
  /** Undecided until then, it is an opt-out. */
  dueAt: timestamp,
  decision: reviewDecision.nullable(),
  decidedAt: timestamp.nullable(),
  decidedBy: z.string().nullable(),
});
export type OptOutReview = z.infer<typeof optOutReview>;

/** Those that wait, the oldest first; or those that were decided, the newest first. */
export const listReviewsQuery = pageQuery.extend({ decided: z.enum(['no', 'yes']).default('no') });
export const reviewPage = pageOf(optOutReview);

/** `seen` is the `messageId` of the review as it was shown: a newer text is decided by nobody who has not seen it. */
export const decideReview = z.object({ decision: reviewDecision, seen: id });
export type DecideReview = z.infer<typeof decideReview>;

/** How many people’s replies wait for a decision, and how many texts these are. */
export const waitingReviews = z.object({ waiting: count, texts: count });
export type WaitingReviews = z.infer<typeof waitingReviews>;
