import { webEnv } from '../../src/server/env.ts';

export const dynamic = 'force-dynamic';

/** Longest wait for the API's own answer, milliseconds. */
const deadlineMs = 2_000;

/** Ready when the API this server needs is alive. */
export async function GET(): Promise<Response> {
  try {
    const answer = await fetch(new URL('/health', webEnv().API_URL), {
      signal: AbortSignal.timeout(deadlineMs),
      cache: 'no-store',
    });
    if (answer.ok) return Response.json({ status: 'ok' });
    return Response.json({ status: 'unavailable', api: answer.status }, { status: 503 });
  } catch {
    return Response.json({ status: 'unavailable', api: 'no answer' }, { status: 503 });
  }
}
