import { z } from 'zod';
import { ApiError, readRefusal } from './api-error.ts';

export type Query = Record<string, string | number | boolean | null | undefined>;

export type ApiRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  query?: Query | undefined;
  body?: unknown;
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
};

/** The answer of a change that has none. */
export const noAnswer = z.undefined();

/** Longest wait for one answer. */
const deadlineMs = 30_000;

/** Asks the API through this origin's gateway: `path` as in `/v1/contacts`, the answer parsed by `answer`. Throws `ApiError`. */
export function api<Answer>(path: string, answer: z.ZodType<Answer>, request: ApiRequest = {}) {
  return send(`/api${pathWithQuery(path, request.query)}`, answer, request);
}

/** One request to an address, its answer parsed; an empty answer is parsed as `undefined`. */
export async function send<Answer>(url: string, answer: z.ZodType<Answer>, request: ApiRequest) {
  const signals = [AbortSignal.timeout(deadlineMs), ...(request.signal ? [request.signal] : [])];
  const hasBody = request.body !== undefined;
  const response = await fetch(url, {
    method: request.method ?? 'GET',
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...request.headers },
    body: hasBody ? JSON.stringify(request.body) : null,
    signal: AbortSignal.any(signals),
    cache: 'no-store',
  });
  if (!response.ok) throw await readRefusal(response);
  const parsed = answer.safeParse(response.status === 204 ? undefined : await response.json());
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new ApiError('internal', 500, `The server's answer has an unexpected form at "${where}".`);
}

/** The path with its query; empty values are left out. */
export function pathWithQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]): [string, string] => [name, String(value)]);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}
