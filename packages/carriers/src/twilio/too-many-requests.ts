import type { IncomingHttpHeaders } from 'undici/types/header.js';

/** Longest wait that is taken from an answer, ms; a carrier that asks for more is asked again in between. */
const longestAskedMs = 5 * 60_000;

/** Twilio's code for 429, also where a proxy answers. */
const tooManyRequests = '20429';

/** Answer 429: the request was not processed. `askedMs` is what `Retry-After` asks for; undefined where it names nothing readable. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsError';
  readonly code: string;
  readonly askedMs: number | undefined;

  constructor(body: unknown, headers: IncomingHttpHeaders) {
    const code = codeOf(body) ?? tooManyRequests;
    super(`429 ${code} Too many requests`);
    this.code = code;
    this.askedMs = readRetryAfter(headers);
  }
}

function codeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
  return typeof body.code === 'number' ? String(body.code) : undefined;
}

/** Seconds, or a date (RFC 9110, 10.2.3), which is read against the answer's own, so that no clock of ours matters. */
function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const asked = String(headers['retry-after'] ?? '').trim();
  const ms = /^\d+$/.test(asked)
    ? Number(asked) * 1_000
    : Date.parse(asked) - Date.parse(String(headers['date']));
  return Number.isNaN(ms) ? undefined : Math.min(longestAskedMs, Math.max(0, ms));
}
