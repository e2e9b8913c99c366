import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processIdentity } from '../../bootstrap/process-identity.mjs';
import { waitUntil } from '../../src/wait-until.ts';

const readyDeadlineMs = 60_000;
const endDeadlineMs = 30_000;
const urls = z.object({ ownerUrl: z.string(), redisUrl: z.string() });

/** A process as it was seen once. */
export type Seen = { pid: number; identity: string };

/** A launcher that runs, and what it prints. */
export class Launcher {
  readonly process: ChildProcess;
  readonly pid: number;
  output = '';
  readonly #exit: Promise<number | null>;

  constructor(dataFolder: string) {
    this.process = spawn(process.execPath, [join(import.meta.dirname, 'services-main.ts')], {
      env: { ...process.env, SMS_CRM_DATA_DIR: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.pid = this.process.pid ?? 0;
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    this.process.stdout?.on('data', keep);
    this.process.stderr?.on('data', keep);
    this.#exit = new Promise((resolve) => {
      this.process.once('close', resolve);
    });
  }

  /** Waits until it prints something. */
  async prints(text: string): Promise<void> {
    await eventually(() => this.output.includes(text), `"${text}" in:\n${this.output}`, readyDeadlineMs);
  }

  /** The services' URLs, once they are there. */
  async ready(): Promise<z.infer<typeof urls>> {
    await this.prints('READY {');
    return urls.parse(JSON.parse(/READY (.*)/.exec(this.output)?.[1] ?? ''));
  }

  /** Its exit code, null after a signal. */
  exitCode(): Promise<number | null> {
    return this.#exit;
  }

  /** Everything it started that runs now, itself included. */
  family(): Seen[] {
    return [this.pid, ...descendantsOf(this.pid)].flatMap((pid) => {
      const identity = processIdentity(pid);
      return identity === undefined ? [] : [{ pid, identity }];
    });
  }
}

/** Waits until none of these processes runs any more. */
export async function allGone(family: readonly Seen[]): Promise<void> {
  const left = () => family.filter(({ pid, identity }) => processIdentity(pid) === identity);
  await eventually(() => left().length === 0, `the end of ${JSON.stringify(left())}`, endDeadlineMs);
}

/** Waits until a condition holds. */
export async function eventually(
  holds: () => boolean,
  what: string,
  deadlineMs = endDeadlineMs,
): Promise<void> {
  const attempt = () => (holds() ? Promise.resolve() : Promise.reject(new Error('not yet')));
  await waitUntil(attempt, { what, deadlineMs, everyMs: 25 });
}

function descendantsOf(pid: number): number[] {
  const children = allProcesses()
    .filter((found) => found.parent === pid)
    .map((found) => found.pid);
  return [...children, ...children.flatMap(descendantsOf)];
}

function allProcesses(): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name);
      return stat === undefined ? [] : [{ pid: Number(name), parent: Number(stat.split(' ')[1]) }];
    });
}

/** The fields from the state on; the second of them is the parent. */
function statOf(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2);
  } catch {
    return undefined;
  }
}
