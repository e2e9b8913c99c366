import twilio from 'twilio';
import type { SendOutcome } from '@sms-crm/domain/context/ports';
import { NotWrittenError } from './write-gate.ts';

/** Refusals that are about the moment, not the message: the number's queue is full. */
const laterCodes = new Set(['21611']);

/** Pauses before the next try, ms: a busy carrier, a full queue, credentials somebody must mend. */
const busyMs = 1_000;
const queueFullMs = 60_000;
const credentialsMs = 60_000;

/** Answers that say the account or its credentials are wrong; no message is at fault. */
const accountStatuses = new Set([401, 403, 404]);

/** Turns whatever a create request threw into its outcome. What is not provably refused or unsent is unknown. */
export function outcomeOfError(error: unknown): SendOutcome {
  if (error instanceof twilio.RestException) return outcomeOfAnswer(error);
  if (error instanceof NotWrittenError) {
    const detail = `${error.message} (${wordsOf(error.cause)})`;
    return { type: 'not-sent', detail, retryAfterMs: busyMs };
  }
  return { type: 'unknown', detail: wordsOf(error) };
}

function outcomeOfAnswer(error: InstanceType<typeof twilio.RestException>): SendOutcome {
  const { status } = error;
  const code = error.code === undefined ? undefined : String(error.code);
  const detail = `${status} ${code ?? ''} ${error.message}`.trim();
  if (status === 429) return { type: 'not-sent', detail, retryAfterMs: busyMs };
  if (accountStatuses.has(status)) return { type: 'not-sent', detail, retryAfterMs: credentialsMs };
  if (code !== undefined && laterCodes.has(code))
    return { type: 'not-sent', detail, retryAfterMs: queueFullMs };
  if (status >= 400 && status < 500 && code !== undefined)
    return { type: 'refused', errorCode: code, detail };
  return { type: 'unknown', detail };
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
