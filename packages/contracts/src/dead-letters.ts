import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { id, timestamp } from './scalars.ts';

/** What can be given up: a text, a carrier's webhook, a mail, an import. */
export const deadLetterKinds = ['message', 'webhook', 'mail', 'import'] as const;
export const deadLetterKind = z.enum(deadLetterKinds);
export type DeadLetterKind = z.infer<typeof deadLetterKind>;

export const deadLetter = z.object({
  id,
  kind: deadLetterKind,
  /** The message, webhook, mail or import itself. */
  subjectId: id,
  campaignId: id.nullable(),
  /** Whom or what it was about: a phone, a mail address, a file. */
  about: z.string(),
  code: z.string(),
  /** What happened, and what to do about it. */
  words: z.string(),
  action: z.string(),
  at: timestamp,
  canRetry: z.boolean(),
});
export type DeadLetter = z.infer<typeof deadLetter>;
export const listDeadLettersQuery = pageQuery.extend({ kind: deadLetterKind.optional() });
export const deadLetterPage = pageOf(deadLetter);
