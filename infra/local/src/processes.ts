import { join } from 'node:path';
import { root } from './paths.ts';
import { processEnv, type ProcessName, type Setup } from './process-env.ts';
import { loudLines } from './loud-lines.ts';
import type { Child } from './supervisor/child.ts';
import { deathError } from './supervisor/supervise.ts';
import type { Supervisor } from './supervisor/supervisor.ts';
import { waitUntil } from './wait-until.ts';

/** Longest time from the start of a program until it is ready, ms. */
const readyDeadlineMs = 60_000;
/** Longest wait for one answer to the readiness question, ms. */
const answerDeadlineMs = 5_000;

/** Owner's and test servers' URLs are none of the programs' business. */
const withheld = ['DATABASE_URL', 'TEST_DATABASE_URL', 'TEST_REDIS_URL'];

// The sender's young generation, MB per half: left to itself, Node lets pile up what the start and imports drop.
// This took about 120 MB off its peak; CPU time for a row moved within the noise.
const senderHalfSpace = '--max-semi-space-size=16';

type Program = {
  args: readonly string[];
  cwd: string;
  /** Whether it ends by itself when the launcher's channel closes. */
  channel: boolean;
  /** Where it answers 200 once it can work. */
  readyAt: (ports: { http: number; metrics: number }) => string;
};

const programs: Record<ProcessName, Program> = {
  simulator: ownProgram('apps/simulator', ({ http }) => `http://127.0.0.1:${http}/ready`),
  api: ownProgram('apps/api', ({ http }) => `http://127.0.0.1:${http}/ready`),
  sender: {
    ...ownProgram('worker/sender', ({ metrics }) => `http://127.0.0.1:${metrics}/ready`),
    args: [senderHalfSpace, 'src/main.ts'],
  },
  shortener: ownProgram('worker/shortener', ({ metrics }) => `http://127.0.0.1:${metrics}/ready`),
  web: { ...ownProgram('apps/web', ({ http }) => `http://127.0.0.1:${http}/ready`), args: ['main.ts'] },
};

/** Starts one program and waits until it is ready. */
export async function startProgram(options: {
  supervisor: Supervisor;
  name: ProcessName;
  setup: Setup;
  say: (line: string) => void;
}): Promise<void> {
  const { name, setup } = options;
  const { readyAt, ...spec } = programSpec(name, setup);
  const child = await options.supervisor.start({
    ...spec,
    name,
    layer: 'process',
    onLines: (lines) => loudLines(name, lines).forEach(options.say),
  });
  await untilReady(child, readyAt);
}

/** How one program is started, and where it answers 200 once it can work. */
export function programSpec(
  name: ProcessName,
  setup: Setup,
): {
  command: string;
  args: readonly string[];
  cwd: string;
  channel: boolean;
  env: NodeJS.ProcessEnv;
  readyAt: string;
} {
  const { args, cwd, channel, readyAt } = programs[name];
  return {
    command: process.execPath,
    args,
    cwd,
    channel,
    env: { ...inherited(), ...processEnv(name, setup) },
    readyAt: readyAt(setup.ports[name]),
  };
}

async function untilReady(child: Child, url: string): Promise<void> {
  const giveUp = child.ended.then((ending) => Promise.reject(deathError({ died: child, ending })));
  giveUp.catch(() => undefined);
  const attempt = async () => {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(answerDeadlineMs),
    });
    const body = await response.text();
    if (response.status >= 400) throw new Error(`${url} answers ${response.status}: ${body.slice(0, 300)}`);
  };
  await waitUntil(attempt, { what: child.spec.name, deadlineMs: readyDeadlineMs, giveUp });
}

function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !withheld.includes(name)));
}

function ownProgram(folder: string, readyAt: Program['readyAt']): Program {
  return { args: ['src/main.ts'], cwd: join(root, folder), channel: true, readyAt };
}
