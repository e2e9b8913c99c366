import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import type { TxContext } from '../context/context.ts';
import type { SendOutcome } from '../context/ports.ts';
import { codeRule } from './carrier-codes.ts';
import { pauseBySystem } from './pause-campaign.ts';

/** Texts of a batch that must have been asked for, and the share without a route at which the sender is at fault and not the phones. */
const leastAsked = 20;
const nearlyAll = 0.95;

/** Pauses a campaign when the carrier had no route for nearly all texts of a batch: the rest would fare the same. */
export async function pauseUnroutable(
  ctx: TxContext,
  input: {
    campaignId: string | null;
    outcomes: readonly { type: SendOutcome['type'] | 'not-requested'; errorCode?: string }[];
  },
): Promise<void> {
  const asked = input.outcomes.filter(({ type }) => type === 'accepted' || type === 'refused');
  const codes = asked.flatMap(({ errorCode }) =>
    errorCode !== undefined && codeRule(errorCode).stop === 'campaign-when-all' ? [errorCode] : [],
  );
  const [code] = codes;
  if (input.campaignId === null || code === undefined || asked.length < leastAsked) return;
  if (codes.length < nearlyAll * asked.length) return;
  const { words, action } = carrierErrorWords(code);
  await pauseBySystem(ctx, {
    campaignId: input.campaignId,
    detail: `${words} for ${codes.length} of ${asked.length} texts (error ${code}), so the campaign was paused. ${action} Then resume it.`,
  });
}
