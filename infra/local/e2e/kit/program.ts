import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { programSpec } from '../../src/processes.ts';
import type { ProcessName, Setup } from '../../src/process-env.ts';
import { waitUntil } from '../../src/wait-until.ts';

/** Output kept of a program, for the message of a failed test. */
const keptChars = 200_000;

/** One running program of the product. */
export class Program {
  readonly child: ChildProcess;
  readonly name: string;
  output = '';

  private constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.child = child;
    const keep = (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-keptChars);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** Starts a program and waits until it is ready, at most 3 minutes: on a busy machine its sources alone take one to load. */
  static async start(name: ProcessName, setup: Setup, env: Record<string, string> = {}): Promise<Program> {
    const spec = programSpec(name, withPortOf(env, name, setup));
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...spec.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const program = new Program(name, child);
    await waitUntil(
      async () => {
        if (child.exitCode !== null) throw new Error(`${name} ended:\n${program.output}`);
        const { status } = await fetch(spec.readyAt, {
          redirect: 'manual',
          signal: AbortSignal.timeout(2_000),
        });
        if (status >= 400) throw new Error(`${name} answers ${status}`);
      },
      { what: name, deadlineMs: 120_000 },
    ).catch((error: unknown) => {
      throw new Error(`${name} did not get ready. Its output:\n${program.output}`, { cause: error });
    });
    return program;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal and waits for the end. @returns exit code (null when killed) and how long it took */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; tookMs: number }> {
    const startedAt = performance.now();
    if (this.running) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return { code: this.child.exitCode, tookMs: performance.now() - startedAt };
  }
}

/** A second program of a kind has a metrics port of its own, where it says that it is ready. */
function withPortOf(env: Record<string, string>, name: ProcessName, setup: Setup): Setup {
  const port = env['METRICS_PORT'];
  if (port === undefined) return setup;
  return { ...setup, ports: { ...setup.ports, [name]: { ...setup.ports[name], metrics: Number(port) } } };
}
