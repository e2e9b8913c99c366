import type { Client, Dispatcher } from 'undici';
import { failureOf } from './failure-of.ts';
import { headersOf, type WebhookAnswer, type WebhookCall } from './webhook-call.ts';

/** Longest answer read, bytes; the carrier reports a longer one as error 11750. */
const longestAnswer = 64 * 1_024;

/** Makes one attempt and calls `onEnd` once; never throws. */
export function attemptCall(client: Client, call: WebhookCall, onEnd: (answer: WebhookAnswer) => void): void {
  const options: Dispatcher.DispatchOptions = {
    method: 'POST',
    path: call.path,
    headers: headersOf(call),
    body: call.body,
    headersTimeout: call.overrides.readTimeoutMs,
    bodyTimeout: call.overrides.readTimeoutMs,
  };
  // The bare handler costs half of `request`, whose promise and body stream nobody needs here.
  client.dispatch(options, new AnswerReader(call.wantsAnswer, onEnd));
}

/** Reads one answer: the status always, the body only where it is wanted. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #wantsAnswer: boolean;
  #onEnd: ((answer: WebhookAnswer) => void) | undefined;
  #status = 0;
  #contentType = '';
  #length = 0;
  readonly #chunks: Buffer[] = [];

  constructor(wantsAnswer: boolean, onEnd: (answer: WebhookAnswer) => void) {
    this.#wantsAnswer = wantsAnswer;
    this.#onEnd = onEnd;
  }

  onRequestStart(): void {}

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    this.#contentType = String(headers['content-type'] ?? '');
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > longestAnswer) controller.abort(new AnswerTooLong());
    else if (this.#wantsAnswer) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end(verdict(this.#status, this.#contentType, this.#text()));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (error instanceof AnswerTooLong) {
      const problem = 'the answer is longer than 64 kB (11750)';
      this.#end({ ok: false, status: this.#status, failure: undefined, problem });
    } else this.#end({ ok: false, status: null, ...failureOf(error) });
  }

  #text(): string {
    return this.#chunks.length === 0 ? '' : Buffer.concat(this.#chunks).toString('utf8');
  }

  #end(answer: WebhookAnswer): void {
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    onEnd?.(answer);
  }
}

class AnswerTooLong extends Error {}

function verdict(status: number, contentType: string, text: string): WebhookAnswer {
  if (status < 300) return { ok: true, status, contentType, text };
  if (status < 400) {
    const problem = `answered ${status}; a redirect loses the parameters, configure the final address`;
    return { ok: false, status, failure: undefined, problem };
  }
  return { ok: false, status, failure: status < 500 ? '4xx' : '5xx', problem: `answered ${status}` };
}
