import { errors } from 'undici';
import type { Failure } from './overrides.ts';

/** Codes of errors that arise before a connection stands. */
const connectCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a request without an answer failed by: `ct` when it never left, `rt` when it may have arrived. */
export function failureOf(error: Error): { failure: Failure; problem: string } {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return { failure: 'rt', problem: 'no answer in time' };
  }
  const code = 'code' in error ? String(error.code) : '';
  if (connectCodes.has(code)) return { failure: 'ct', problem: `could not connect (${code})` };
  return { failure: 'rt', problem: `the connection broke (${code === '' ? error.message : code})` };
}
