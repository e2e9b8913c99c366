import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { gateApplies, type MessageKind } from '@sms-crm/contracts/gates';
import type { TxContext } from '../context/context.ts';
import { blockByCarrier } from '../opt-outs/block-by-carrier.ts';
import { alertMembers } from './alert-members.ts';
import { codeRule } from './carrier-codes.ts';
import { noteWaits } from './carrier-waits.ts';
import { notePhoneFailures } from './note-phones.ts';
import { pauseBySystem } from './pause-campaign.ts';
import { readSenders, type SenderScopes } from './senders.ts';
import { stopCountries } from './stop-countries.ts';
import { stopAccounts, stopNumbers } from './stop-senders.ts';

/** A text that failed with a code of the carrier, at its request or in a report. */
export type CarrierFailure = {
  messageId: string;
  phone: string;
  kind: MessageKind | null;
  campaignId: string | null;
  numberId: string | null;
  code: string;
  /** When the carrier said so. */
  at: Date;
  /** How long the carrier asked to wait, where it did. */
  askedMs?: number;
};

/**
 * Does what the error table says about these failures, but for their own messages: leaves out phones, stops numbers, accounts and
 * countries, pauses campaigns, lets senders wait. Call it after the messages and before number usage and counters are written.
 */
export async function applyFailures(ctx: TxContext, failures: readonly CarrierFailure[]): Promise<void> {
  const known = failures.map((failure) => ({ ...failure, rule: codeRule(failure.code) }));
  await blockByCarrier(
    ctx,
    known.filter(({ kind, rule }) => rule.phone === 'opted-out' && !goesToStopped(kind)),
  );
  await alertMembers(
    ctx,
    known.filter(({ rule }) => rule.alert).map(({ code }) => code),
  );
  const acting = known.filter(
    ({ rule }) => rule.phone !== undefined || rule.stop !== undefined || rule.wait !== undefined,
  );
  if (acting.length === 0) return;
  const senders = await readSenders(
    ctx,
    acting.map(({ numberId }) => numberId),
  );
  const found = acting.map((failure) => ({
    ...failure,
    simulated: senders.get(failure.numberId ?? '')?.simulated ?? true,
    sender: senders.get(failure.numberId ?? '')?.type ?? null,
  }));
  await notePhoneFailures(ctx, found);
  await stopCountries(
    ctx,
    found.filter(({ rule }) => rule.stop === 'country'),
  );
  const withSender = acting.flatMap(({ numberId, code, rule, askedMs = 0 }) => {
    const sender: SenderScopes | undefined = senders.get(numberId ?? '');
    return sender === undefined ? [] : [{ sender, code, rule, askedMs }];
  });
  await noteWaits(ctx, withSender);
  await stopNumbers(
    ctx,
    withSender.filter(({ rule }) => rule.stop === 'number'),
  );
  await stopAccounts(
    ctx,
    withSender.filter(({ rule }) => rule.stop === 'account'),
  );
  await pauseCampaigns(ctx, known);
}

/** Answers to STOP and HELP go to whoever has opted out, so being refused for that they tell nothing, least of all after a START. */
function goesToStopped(kind: MessageKind | null): boolean {
  return kind !== null && !gateApplies['do-not-contact'][kind];
}

async function pauseCampaigns(
  ctx: TxContext,
  failures: readonly (CarrierFailure & { rule: ReturnType<typeof codeRule> })[],
): Promise<void> {
  const codes = new Map(
    failures.flatMap(({ campaignId, code, rule }) =>
      campaignId !== null && rule.stop === 'campaign' ? [[campaignId, code] as const] : [],
    ),
  );
  for (const [campaignId, code] of [...codes].toSorted(([a], [b]) => a.localeCompare(b))) {
    const { words, action } = carrierErrorWords(code);
    await pauseBySystem(ctx, {
      campaignId,
      detail: `${words} (error ${code}), so the campaign was paused. ${action} Then resume it.`,
    });
  }
}
