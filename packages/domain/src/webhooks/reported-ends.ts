import type { Result } from '../auto-pause/ring.ts';
import type { TxContext } from '../context/context.ts';
import { applyFailures } from '../errors/apply-failures.ts';
import { forgetFailures } from '../errors/note-phones.ts';
import { planRetries } from '../errors/plan-retries.ts';
import { readSenders } from '../errors/senders.ts';
import type { MessageState, StatusReport } from './report-status.ts';
import { optedOutCode } from './twilio-params.ts';

/** The carrier's last word on an attempt of a text. */
export type ReportedEnd = {
  message: MessageState;
  delivered: boolean;
  code: string | null;
  moved: boolean;
  at: Date;
};

/** Twilio's code for texts that carriers filtered as unwanted. */
const filteredCode = '30007';

/**
 * What a report says of a text's end; null when it is not its end. An error code beside another status is a warning of the carrier
 * and no failure; one that repeats what we know, or comes late, still says the same of the phone.
 *
 * @param input.moved whether it changed the text's status
 */
export function endOf(input: {
  message: MessageState;
  report: StatusReport;
  moved: boolean;
}): ReportedEnd | null {
  const { message, report, moved } = input;
  const failed = report.status === 'failed' || report.status === 'undelivered';
  const delivered = report.status === 'delivered';
  if (!failed && !(delivered && moved)) return null;
  return { message, delivered, code: failed ? report.errorCode : null, moved, at: report.at };
}

/** Does what the error table says about texts that failed, plans their next try, and clears phones that got theirs. */
export async function applyEnds(ctx: TxContext, ends: readonly ReportedEnd[]): Promise<void> {
  const failed = ends.flatMap(({ message, code, moved, at }) =>
    code === null ? [] : [{ ...message, messageId: message.id, code, moved, at }],
  );
  await planRetries(
    ctx,
    failed.filter(({ moved }) => moved),
  );
  const delivered = ends.filter((end) => end.delivered);
  if (delivered.length > 0) {
    const senders = await readSenders(
      ctx,
      delivered.map(({ message }) => message.numberId),
    );
    await forgetFailures(
      ctx,
      delivered.map(({ message: { phone, numberId } }) => ({
        phone,
        simulated: senders.get(numberId ?? '')?.simulated ?? true,
      })),
    );
  }
  // A report that is repeated speaks of the same failure, except that an opt-out is obeyed whenever it is told.
  await applyFailures(
    ctx,
    failed.filter(({ moved, code }) => moved || code === optedOutCode),
  );
}

/** The results of campaigns among these ends. */
export function resultsOf(ends: readonly ReportedEnd[]): { campaignId: string; result: Result }[] {
  return ends.flatMap(({ message: { campaignId }, delivered, code, moved }) => {
    if (campaignId === null || !moved) return [];
    const result: Result = delivered ? 'delivered' : code === filteredCode ? 'filtered' : 'undelivered';
    return [{ campaignId, result }];
  });
}
