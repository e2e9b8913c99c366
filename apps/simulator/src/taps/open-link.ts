import type { Dispatcher } from 'undici';
import { failureOf } from '../webhooks/failure-of.ts';

/** Bytes read of an answer; a longer one is cut off. */
const mostRead = 65_536;

/** Longest a server may ask for patience, s. */
const longestWaitSeconds = 60;

/** What came of one try: an answer, or why there is none. `refused` requests never left, `unanswered` ones may have arrived. */
export type Opened =
  | { status: number; waitMs: number }
  | { missing: 'refused' | 'unanswered'; problem: string };

/** Asks for a link once, as a browser does that is not to follow it. */
export async function openLink(
  dispatcher: Dispatcher,
  link: URL,
  options: { headers: Record<string, string>; timeoutMs: number },
): Promise<Opened> {
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: link.origin,
      path: link.pathname + link.search,
      method: 'GET',
      headers: options.headers,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
    });
    await body.dump({ limit: mostRead });
    const wait = Number(headers['retry-after']);
    return { status: statusCode, waitMs: wait > 0 ? 1_000 * Math.min(longestWaitSeconds, wait) : 0 };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { failure, problem } = failureOf(error);
    return { missing: failure === 'ct' ? 'refused' : 'unanswered', problem };
  }
}
