/** What a request was for. */
export type RequestKind = 'create' | 'list' | 'other';

/** One request to the carrier's API. */
export type LoggedRequest = {
  /** Counted from 1. */
  id: number;
  kind: RequestKind;
  /** When its head was read, ms of the machine's clock. */
  startedAtMs: number;
  /** `X-Client-Process` of the request, e.g. a process id. */
  process: string | null;
  to: string | null;
  /** Status it was answered with; null while open, 0 when the connection was cut. */
  status: number | null;
  accepted: boolean;
};

/** The last requests, in a ring of fixed size. */
export class RequestLog {
  readonly #kept: (LoggedRequest | undefined)[];
  #started = 0;
  #open = 0;
  #lastCreateAtMs: number | null = null;

  constructor(limit: number) {
    this.#kept = Array.from({ length: limit });
  }

  /** Requests since the start or the last reset, those open now, and when the last create began. */
  get totals(): { started: number; open: number; lastCreateAtMs: number | null } {
    return { started: this.#started, open: this.#open, lastCreateAtMs: this.#lastCreateAtMs };
  }

  start(kind: RequestKind, startedAtMs: number, process: string | null): LoggedRequest {
    this.#started += 1;
    this.#open += 1;
    if (kind === 'create') this.#lastCreateAtMs = startedAtMs;
    const id = this.#started;
    const request = { id, kind, startedAtMs, process, to: null, status: null, accepted: false };
    this.#kept[id % this.#kept.length] = request;
    return request;
  }

  end(request: LoggedRequest, status: number): void {
    if (request.status !== null) return;
    request.status = status;
    this.#open = Math.max(0, this.#open - 1);
  }

  /** Requests kept, oldest first, from the one after `afterId`. */
  *after(afterId: number): Generator<LoggedRequest> {
    const first = Math.max(afterId, this.#started - this.#kept.length) + 1;
    for (let id = first; id <= this.#started; id += 1) {
      const request = this.#kept[id % this.#kept.length];
      if (request?.id === id) yield request;
    }
  }

  clear(): void {
    this.#kept.fill(undefined);
    this.#lastCreateAtMs = null;
  }
}
