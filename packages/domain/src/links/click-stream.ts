import { z } from 'zod';
import { keyPrefix } from '@sms-crm/runtime/redis';
import { verdicts } from './classify.ts';

/** The Redis stream from the redirect processes to the database; each entry has one field, `click`. */
export const clickStream = `${keyPrefix}:clicks`;
export const clickField = 'click';

/** Characters kept of a user agent. */
export const mostAgentChars = 300;

/** The year 2100: what lies behind it is no time of a click. */
const latest = 4_102_444_800_000;

/** One hit of a short link; `hitId` makes it harmless to record twice. */
const click = z.object({
  hitId: z.string().min(1).max(64),
  tenantId: z.uuid(),
  linkId: z.uuid(),
  campaignId: z.uuid(),
  campaignLinkId: z.uuid(),
  messageId: z.uuid(),
  /** Milliseconds since 1970. */
  at: z.int().nonnegative().max(latest),
  verdict: z.enum(verdicts),
  human: z.boolean(),
  userAgent: z.string().max(mostAgentChars),
});
export type Click = z.infer<typeof click>;

export function encodeClick(value: Click): string {
  return JSON.stringify(value);
}

/** Reads an entry of the stream; undefined when it is none of ours. */
export function decodeClick(text: string): Click | undefined {
  try {
    return click.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
