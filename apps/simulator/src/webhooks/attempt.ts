import { errors, type Pool } from 'undici';
import type { Failure } from './overrides.ts';
import { headersOf, type WebhookAnswer, type WebhookCall } from './webhook-call.ts';

/** Longest answer read, bytes; the carrier reports a longer one as error 11750. */
const longestAnswer = 64 * 1_024;

/** Makes one attempt; never rejects. */
export async function attemptCall(pool: Pool, call: WebhookCall): Promise<WebhookAnswer> {
  try {
    const response = await pool.request({
      method: 'POST',
      path: call.path,
      headers: headersOf(call),
      body: call.body,
      headersTimeout: call.overrides.readTimeoutMs,
      bodyTimeout: call.overrides.readTimeoutMs,
    });
    const { statusCode } = response;
    if (statusCode >= 300 || !call.wantsAnswer) {
      await response.body.dump();
      return verdict(statusCode);
    }
    const text = await readAtMost(response.body);
    if (text === undefined) return tooLong(statusCode);
    return {
      ok: true,
      status: statusCode,
      contentType: String(response.headers['content-type'] ?? ''),
      text,
    };
  } catch (error) {
    return { ok: false, status: null, ...named(error) };
  }
}

function verdict(status: number): WebhookAnswer {
  if (status < 300) return { ok: true, status, contentType: '', text: '' };
  if (status < 400) {
    const problem = `answered ${status}; a redirect loses the parameters, configure the final address`;
    return { ok: false, status, failure: undefined, problem };
  }
  return { ok: false, status, failure: status < 500 ? '4xx' : '5xx', problem: `answered ${status}` };
}

function tooLong(status: number): WebhookAnswer {
  const problem = 'the answer is longer than 64 kB (11750)';
  return { ok: false, status, failure: undefined, problem };
}

async function readAtMost(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longestAnswer) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

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

function named(error: unknown): { failure: Failure; problem: string } {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return { failure: 'rt', problem: 'no answer in time' };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (connectCodes.has(code)) return { failure: 'ct', problem: `could not connect (${code})` };
  const text = error instanceof Error ? error.message : String(error);
  return { failure: 'rt', problem: `the connection broke (${code === '' ? text : code})` };
}
