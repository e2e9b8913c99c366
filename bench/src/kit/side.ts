import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

/** Where the programs are that a benchmark runs beside the product. */
const folder = join(import.meta.dirname, '..', 'programs');

/** Longest wait for one answer of a program, ms. */
const answerDeadlineMs = 180_000;

const anything = z.array(z.unknown());

/** A program of the benchmark's own in a process of its own; it answers each order with one message. */
export class Side {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #name: string;

  constructor(name: string, env: Record<string, string> = {}) {
    this.#name = name;
    this.#child = fork(join(folder, `${name}.ts`), { env: { ...process.env, ...env }, stdio: 'inherit' });
    this.pid = this.#child.pid ?? 0;
  }

  /** Sends an order and waits for the answer, which must have the given shape. */
  async ask<T extends z.ZodType>(order: unknown, shape: T): Promise<z.infer<T>> {
    const answer = once(this.#child, 'message', { signal: AbortSignal.timeout(answerDeadlineMs) });
    this.#child.send(order ?? {});
    const [message] = anything.parse(await answer);
    return shape.parse(message);
  }

  /** @throws Error when it ended by itself: nothing waits for what can no longer come */
  assertRuns(): void {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null)
      throw new Error(`${this.#name} ended with ${signalCode ?? exitCode}`);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

/** The program's side of `Side.ask`. */
export function answerOrders<T extends z.ZodType>(shape: T, act: (order: z.infer<T>) => unknown): void {
  process.on('message', (message) => {
    void Promise.resolve(act(shape.parse(message))).then((answer) => process.send?.(answer ?? {}));
  });
  process.on('disconnect', () => process.exit(0));
}
