import { EventEmitter } from 'node:events';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import type Answer from 'twilio/lib/http/response.js';
import type { Dispatcher } from 'undici';
import { TooManyRequestsError } from './too-many-requests.ts';

type RequestOptions = Parameters<RequestClient['request']>[0];

/**
 * Sends the SDK's requests through an undici pool: the SDK's own client keeps 20 sockets and costs eight times the CPU.
 * It never tries again by itself, and follows no redirects.
 */
export class PooledHttpClient extends RequestClient {
  readonly #pool: Dispatcher;
  readonly #basePath: string;

  readonly #requestTimeoutMs: number;
  #authorization = { username: '', password: '', header: '' };
  #target = { uri: '', path: '' };

  /**
   * @param options.baseUrl where the pool leads; its path, if it has one, is kept in front of the SDK's
   * @param options.requestTimeoutMs longest time of a whole request, however the answer drips in
   */
  constructor(pool: Dispatcher, options: { baseUrl: string; requestTimeoutMs: number }) {
    super({ autoRetry: false });
    this.#pool = pool;
    this.#requestTimeoutMs = options.requestTimeoutMs;
    this.#basePath = new URL(options.baseUrl).pathname.replace(/\/$/, '');
  }

  override async request<TData>(options: RequestOptions): Promise<Answer.default<TData>> {
    const form = formEntries(options.data);
    const deadline = new Deadline(this.#requestTimeoutMs);
    try {
      const answer = await this.#pool.request({
        signal: deadline,
        method:
          options.method.toUpperCase() === 'POST'
            ? 'POST'
            : options.method.toUpperCase() === 'DELETE'
              ? 'DELETE'
              : 'GET',
        path: this.#pathOf(options),
        headers: { ...headersOf(options.headers), authorization: this.#authorizationOf(options) },
        body: form.length > 0 ? new URLSearchParams(form).toString() : null,
      });
      const text = await answer.body.text();
      // The SDK's own error drops the headers, and with them how long to wait.
      if (answer.statusCode === 429) throw new TooManyRequestsError(parsed(text), answer.headers);
      return {
        statusCode: answer.statusCode,
        body: parsed(text) as TData,
        headers: answer.headers,
        toString: () => `HTTP ${answer.statusCode} ${text}`,
      };
    } finally {
      deadline.end();
    }
  }

  /** Most requests go to the same address as the one before. */
  #pathOf({ uri, params }: RequestOptions): string {
    const query = formEntries(params);
    if (query.length === 0 && uri === this.#target.uri) return this.#target.path;
    const target = new URL(uri);
    for (const [key, value] of query) target.searchParams.append(key, value);
    const path = `${this.#basePath}${target.pathname}${target.search}`;
    if (query.length === 0) this.#target = { uri, path };
    return path;
  }

  #authorizationOf({ username = '', password = '' }: RequestOptions): string {
    const known = this.#authorization;
    if (known.header !== '' && known.username === username && known.password === password)
      return known.header;
    const header = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    this.#authorization = { username, password, header };
    return header;
  }
}

/** Ends a request that takes too long. An `AbortSignal.timeout` costs more, and fires even after the answer has come. */
class Deadline extends EventEmitter {
  reason: Error | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    super();
    this.#timer = setTimeout(() => {
      this.reason = new Error(`no whole answer within ${ms} ms`);
      this.emit('abort');
    }, ms);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Repeated keys for lists, ISO texts for dates; absent values are left out. */
function formEntries(values: unknown): [string, string][] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one: unknown): [string, string][] => {
      if (one === undefined || one === null) return [];
      return [[key, textOf(one)]];
    }),
  );
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function headersOf(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]),
  );
}

/** The SDK takes parsed JSON, and text for anything else (an HTML page of a proxy). */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
