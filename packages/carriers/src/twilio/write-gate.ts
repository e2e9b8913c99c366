import { AsyncLocalStorage } from 'node:async_hooks';
import type { Dispatcher, Pool } from 'undici';

/** A request of which not one byte was written; `cause` says why. */
export class NotWrittenError extends Error {
  override readonly name = 'NotWrittenError';
}

type MayStart = () => boolean;

/** The SDK passes nothing of ours from its call to its HTTP client, so the question goes around it. */
const questions = new AsyncLocalStorage<MayStart>();

/** Runs `send`; each request it makes through a gated pool asks `mayStart` at the moment its first byte would be written. */
export function askingBeforeWrite<T>(mayStart: MayStart, send: () => Promise<T>): Promise<T> {
  return questions.run(mayStart, send);
}

/**
 * Lets each request of the pool be held back until it is really written, however long it waited for a connection. A request that
 * ends before that fails with a `NotWrittenError`.
 */
export function gateWrites(pool: Pool): Dispatcher {
  return pool.compose(
    (dispatch) => (options, handler) =>
      dispatch(options, new WriteGate(handler, questions.getStore() ?? (() => true))),
  );
}

class WriteGate implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #mayStart: MayStart;
  #isStarted = false;

  constructor(handler: Dispatcher.DispatchHandler, mayStart: MayStart) {
    this.#handler = handler;
    this.#mayStart = mayStart;
  }

  /** Throwing here leaves the connection to the next request; aborting would close it. */
  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    if (!this.#mayStart()) throw new Error('held back: it may not be sent now');
    this.#handler.onRequestStart?.(controller, context);
    if (!controller.aborted) this.#isStarted = true;
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    const told = this.#isStarted
      ? error
      : new NotWrittenError('Nothing was sent to the carrier', { cause: error });
    this.#handler.onResponseError?.(controller, told);
  }

  onResponseStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    this.#handler.onResponseStart?.(...args);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#handler.onResponseEnd?.(...args);
  }
}
