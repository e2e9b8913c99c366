import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { phrase } from './phrase.ts';
import { id, label, text, timestamp } from './scalars.ts';

/** Where the words of an automatic answer must stand: as the whole text, at its beginning, or anywhere. */
export const autoReplyMatches = ['whole', 'begins', 'contains'] as const;
export const autoReplyMatch = z.enum(autoReplyMatches);
export type AutoReplyMatch = z.infer<typeof autoReplyMatch>;

/** Most automatic answers of a tenant: each text that comes in is held against all of them. */
export const mostAutoReplies = 50;

/** Most words that call for one answer. */
const mostWords = 20;

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 09:00')
  .meta({ examples: ['09:00'] });

/** Weekdays from 1 (Monday) to 7, and times of the organisation's zone; `until` before `from` ends the day after. */
export const autoReplyHours = z.object({
  when: z.enum(['inside', 'outside']),
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  from: time,
  until: time,
});
export type AutoReplyHours = z.infer<typeof autoReplyHours>;

export const createAutoReply = z.object({
  name: label(120),
  words: z.array(phrase.min(1)).min(1).max(mostWords),
  match: autoReplyMatch.default('whole'),
  body: text.trim().min(1).max(1_600),
  /** Answers texts to this number alone. */
  numberId: id.nullable().default(null),
  /** Answers at all hours when null. */
  hours: autoReplyHours.nullable().default(null),
  enabled: z.boolean().default(true),
});
export type CreateAutoReply = z.infer<typeof createAutoReply>;

export const updateAutoReply = z
  .object({
    name: createAutoReply.shape.name,
    words: createAutoReply.shape.words,
    match: autoReplyMatch,
    body: createAutoReply.shape.body,
    numberId: id.nullable(),
    hours: autoReplyHours.nullable(),
    enabled: z.boolean(),
  })
  .partial();
export type UpdateAutoReply = z.infer<typeof updateAutoReply>;

export const autoReply = z.object({
  id,
  name: z.string(),
  words: z.array(z.string()),
  match: autoReplyMatch,
  body: z.string(),
  numberId: id.nullable(),
  hours: autoReplyHours.nullable(),
  enabled: z.boolean(),
  createdBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type AutoReply = z.infer<typeof autoReply>;
export const listAutoRepliesQuery = pageQuery;
export const autoReplyPage = pageOf(autoReply);
