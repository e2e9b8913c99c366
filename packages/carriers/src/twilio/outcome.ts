import twilio from 'twilio';
import type { SendOutcome } from '@sms-crm/domain/context/ports';
import { codeRule } from '@sms-crm/domain/errors/carrier-codes';
import { TooManyRequestsError } from './too-many-requests.ts';
import { NotWrittenError } from './write-gate.ts';

type NotSent = Extract<SendOutcome, { type: 'not-sent' }>;

/** Pauses before the next try, ms: a busy carrier, and credentials or a number that somebody must mend. */
const busyMs = 1_000;
const mendMs = 60_000;

/** Longest pause a refused request itself asks for, ms; what waits longer is asked again in between. */
const longestMs = 5 * 60_000;

/** Answers that say the account or its credentials are wrong; no message is at fault. */
const accountStatuses = new Set([401, 403, 404]);

/** Turns whatever a create request threw into its outcome. What is not provably refused or unsent is unknown. */
export function outcomeOfError(error: unknown): SendOutcome {
  if (error instanceof twilio.RestException) return outcomeOfAnswer(error);
  if (error instanceof TooManyRequestsError) return outcomeOfBusy(error);
  if (error instanceof NotWrittenError) {
    const detail = `${error.message} (${wordsOf(error.cause)})`;
    return { type: 'not-sent', detail, retryAfterMs: busyMs };
  }
  return { type: 'unknown', detail: wordsOf(error) };
}

function outcomeOfBusy({ message, code, askedMs }: TooManyRequestsError): SendOutcome {
  const busy = notSent(message, Math.max(busyMs, askedMs ?? 0), code);
  return askedMs === undefined ? busy : { ...busy, askedMs };
}

function outcomeOfAnswer(error: InstanceType<typeof twilio.RestException>): SendOutcome {
  const { status } = error;
  const code = error.code === undefined ? undefined : String(error.code);
  const detail = `${status} ${code ?? ''} ${error.message}`.trim();
  if (accountStatuses.has(status)) return notSent(detail, mendMs, code);
  if (status < 400 || status >= 500 || code === undefined) return { type: 'unknown', detail };
  const { retry, stop, mayHaveArrived } = codeRule(code);
  if (mayHaveArrived) return { type: 'unknown', detail };
  // The text is not at fault: it waits until its sender is mended.
  if (stop === 'number' || stop === 'account') return notSent(detail, mendMs, code);
  if (retry === undefined) return { type: 'refused', errorCode: code, detail };
  return notSent(
    detail,
    retry.after === 'next-carrier-day' ? longestMs : Math.min(longestMs, retry.after),
    code,
  );
}

function notSent(detail: string, retryAfterMs: number, code: string | undefined): NotSent {
  return { type: 'not-sent', detail, retryAfterMs, ...(code === undefined ? {} : { errorCode: code }) };
}

function wordsOf(error: unknown): string {
  return networkCode(error) ?? (error instanceof Error ? error.message : String(error));
}

/** The code of a network error or of one of its causes. */
function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  return networkCode(error.cause);
}
