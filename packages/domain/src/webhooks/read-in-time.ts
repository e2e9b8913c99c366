import type { z } from 'zod';
import { withTransaction, type Context } from '../context/context.ts';
import { Turns } from '../context/turns.ts';
import { readMatcher } from '../opt-out-rules/read-matcher.ts';
import { readKeyword } from '../opt-outs/read-keyword.ts';
import { readOwnWords, type Reading } from '../opt-outs/read-text.ts';
import type { NewWebhookEvent } from './store-events.ts';
import { inboundParams } from './twilio-params.ts';

type Read = Reading & { text: z.infer<typeof inboundParams> };

/** What texts say, by `keyOf` their webhooks. */
export type Readings = ReadonlyMap<string, Read>;

/** What a webhook is stored once for. */
export function keyOf({
  carrierAccountId,
  dedupeKey,
}: Pick<NewWebhookEvent, 'carrierAccountId' | 'dedupeKey'>): string {
  return `${carrierAccountId} ${dedupeKey}`;
}

/**
 * Reads the texts of one tenant before they are stored, so that no row is held meanwhile: keywords first, which cost nothing, then the
 * others against its rules, with turns for other tenants in between.
 *
 * @param until when to leave the rest to the job, as `performance.now()` counts
 */
export async function readInTime(
  ctx: Context,
  events: readonly NewWebhookEvent[],
  until: number,
): Promise<Readings> {
  const readings = new Map<string, Read>();
  const others: { key: string; text: Read['text'] }[] = [];
  const turns = new Turns();
  for (const event of events) {
    await turns.pass();
    const [key, text] = [keyOf(event), inboundParams.safeParse(event.params).data];
    if (text === undefined) continue;
    const keyword = readKeyword(text);
    if (keyword === undefined) others.push({ key, text });
    else readings.set(key, { text, keyword, finding: undefined });
  }
  if (others.length === 0) return readings;
  const match = await readRules(ctx);
  if (match === undefined) return readings;
  for (const { key, text } of others) {
    readings.set(key, { text, ...readOwnWords(text, match) });
    await turns.pass();
    if (performance.now() > until) break;
  }
  return readings;
}

/** Without them the texts are stored all the same. */
async function readRules(ctx: Context) {
  try {
    return await withTransaction(ctx, readMatcher);
  } catch (error) {
    ctx.log.warn(
      { err: error },
      'the rules could not be read as texts came in; the job holds them against these',
    );
    return undefined;
  }
}
