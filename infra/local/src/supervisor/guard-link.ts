import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { Started } from './stop-process.ts';

/** The launcher's end of the guard: a process that outlives it and ends what it leaves behind. */
export class GuardLink {
  readonly #guard: ChildProcess;
  readonly #input: Writable;
  readonly #ended: Promise<unknown>;

  constructor() {
    this.#guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    if (!this.#guard.stdin) throw new Error('The guard process has no input.');
    this.#input = this.#guard.stdin;
    // A guard that was killed is no reason to stop: the process list still covers the next start.
    this.#input.on('error', () => undefined);
    this.#ended = once(this.#guard, 'exit').catch(() => undefined);
  }

  started(process: Started): void {
    this.#input.write(`${JSON.stringify({ started: process })}\n`);
  }

  ended(pid: number): void {
    this.#input.write(`${JSON.stringify({ ended: pid })}\n`);
  }

  /** Lets the guard end; call it when nothing runs any more. */
  async close(): Promise<void> {
    this.#input.end();
    await this.#ended;
  }
}
