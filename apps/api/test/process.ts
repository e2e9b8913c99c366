import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '@sms-crm/db/test-database';
import { portOf } from '@sms-crm/runtime/metrics';
import { testSurroundings } from '@sms-crm/runtime/test-surroundings';

/** Longest wait for the process to be ready, ms. */
const readyDeadlineMs = 60_000;

/** The environment of a real API process on this database and the tests' Redis. */
export async function apiEnvOf(database: TestDatabase): Promise<Record<string, string>> {
  return {
    ...testSurroundings(process.env),
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    PORT: String(await freePort()),
    METRICS_PORT: String(await freePort()),
    APP_DATABASE_URL: database.appUrl,
    SYSTEM_DATABASE_URL: database.systemUrl,
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
    WEB_ORIGIN: 'http://web.test',
    PUBLIC_API_URL: 'http://api.test',
    SHORT_LINK_ORIGIN: 'http://sho.test',
    AUTH_SECRET: randomSecret(),
    CALLBACK_SECRET: randomSecret(),
    ENCRYPTION_KEY: randomSecret(),
  };
}

export type ApiProcess = {
  url: string;
  metricsUrl: string;
  /** What it wrote so far. */
  output: () => string;
  signal: (signal: NodeJS.Signals) => void;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** Starts `main.ts` for real. */
export function startApi(env: Record<string, string>): ApiProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  return {
    url: `http://127.0.0.1:${env['PORT']}`,
    metricsUrl: `http://127.0.0.1:${env['METRICS_PORT']}`,
    output: () => output,
    signal: (signal) => child.kill(signal),
    ended,
  };
}

/** Waits until the process answers `/ready`, or throws with what it wrote. */
export async function untilReady(api: ApiProcess): Promise<void> {
  const deadline = performance.now() + readyDeadlineMs;
  const gone = new AbortController();
  void api.ended.then(() => gone.abort());
  while (performance.now() < deadline && !gone.signal.aborted) {
    const response = await fetch(`${api.url}/ready`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the API did not become ready: ${api.output()}`);
}

function randomSecret(): string {
  return randomBytes(32).toString('base64');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  return port;
}
