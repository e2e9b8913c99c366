import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../../bootstrap/process-identity.mjs';
import { LogReader, openLog } from './log-file.ts';
import { killGroup, stopProcess, type Started } from './stop-process.ts';

/** How often a log is looked at for lines that belong on the terminal, ms. */
const logEveryMs = 250;

/** What to start. */
export type ChildSpec = {
  name: string;
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What outlives what at the end: tasks and processes go first, services last. */
  layer: 'task' | 'process' | 'service';
  stopSignal?: Started['stopSignal'];
  /** Time it gets to end by itself, ms; 10 s unless given. */
  endDeadlineMs?: number;
  /** Gives the child a channel whose closing tells it that the launcher is gone. */
  channel?: boolean;
  /** Text for its standard input. */
  input?: string;
  /** Shows its output on the terminal instead of writing it to a log. */
  shown?: boolean;
  onLines?: (lines: string[]) => void;
};

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

/** One running program that leads a process group of its own and writes to a log of its own. */
export class Child {
  readonly spec: ChildSpec;
  readonly started: Started;
  readonly ended: Promise<Ending>;
  readonly #log: LogReader | undefined;
  #reading: NodeJS.Timeout | undefined;

  private constructor(spec: ChildSpec, started: Started, process: ChildProcess, logPath: string | undefined) {
    this.spec = spec;
    this.started = started;
    if (logPath !== undefined) {
      this.#log = new LogReader(logPath);
      this.#reading = setInterval(() => this.#read(), logEveryMs);
      this.#reading.unref();
    }
    this.ended = new Promise((resolve) => {
      process.once('exit', (code, signal) => {
        killGroup(started.pid);
        this.#finishLog();
        resolve({ code, signal });
      });
    });
  }

  /** @throws Error when the program cannot be run */
  static async start(spec: ChildSpec, logFolder: string): Promise<Child> {
    const logPath = spec.shown ? undefined : join(logFolder, `${spec.name}.log`);
    const output = logPath === undefined ? 'inherit' : openLog(logPath);
    const process = spawn(spec.command, spec.args, {
      detached: true,
      stdio: [
        spec.input === undefined ? 'ignore' : 'pipe',
        output,
        output,
        ...(spec.channel ? ['ipc' as const] : []),
      ],
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      ...(spec.env === undefined ? {} : { env: spec.env }),
    });
    if (typeof output === 'number') closeSync(output);
    // The identity is read before anything is awaited: a child that ended already is a zombie until then.
    const identity = process.pid === undefined ? undefined : processIdentity(process.pid);
    const failed = new Promise<never>((_, reject) => process.once('error', reject));
    if (process.pid === undefined) return failed;
    failed.catch(() => undefined);
    process.stdin?.on('error', () => undefined).end(spec.input);
    const { name, stopSignal = 'SIGTERM' } = spec;
    return new Child(
      spec,
      { name, pid: process.pid, identity: identity ?? 'ended', stopSignal },
      process,
      logPath,
    );
  }

  /** The last lines it wrote. */
  lastLines(): string[] {
    return this.#log?.lastLines() ?? [];
  }

  /** Ends it and its group, by force after the deadline. */
  async stop(): Promise<void> {
    await stopProcess(this.started, this.spec.endDeadlineMs);
    await this.ended;
  }

  #read(): void {
    const lines = this.#log?.newLines() ?? [];
    if (lines.length > 0) this.spec.onLines?.(lines);
  }

  #finishLog(): void {
    clearInterval(this.#reading);
    this.#read();
    this.#log?.close();
  }
}
