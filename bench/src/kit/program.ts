import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { programSpec } from '@sms-crm/local/processes';
import type { ProcessName, Setup } from '@sms-crm/local/process-env';
import { waitUntil } from '@sms-crm/local/wait-until';

/** Output kept of a program, for the message when it fails. */
const keptChars = 4_000;

/** Longest time from the start of a program until it is ready, ms; a shared machine may take most of it. */
const readyDeadlineMs = 180_000;

/** A program of the product, as an installation runs it. */
export class Program {
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid ?? 0;
  }

  /** Starts it and waits until it is ready. */
  static async start(name: ProcessName, setup: Setup, env: Record<string, string> = {}): Promise<Program> {
    const spec = programSpec(name, setup);
    const flags = (process.env[`BENCH_NODE_FLAGS_${name.toUpperCase()}`] ?? '').split(' ').filter(Boolean);
    const child = spawn(spec.command, [...flags, ...spec.args], {
      cwd: spec.cwd,
      env: { ...spec.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptChars);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const ready = async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended:\n${output}`);
      const { status } = await fetch(spec.readyAt, { signal: AbortSignal.timeout(2_000) });
      if (status >= 400) throw new Error(`${name} answers ${status}`);
    };
    await waitUntil(ready, { what: name, deadlineMs: readyDeadlineMs });
    return new Program(child);
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
