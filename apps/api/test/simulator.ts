import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { testSurroundings } from '@sms-crm/runtime/test-surroundings';
import { freePort } from './process.ts';

/** Longest wait for the simulator to answer, ms. */
const readyDeadlineMs = 30_000;

const controlToken = 'a-control-token-for-tests';

export type Simulator = {
  url: string;
  /** Calls the control API; the answer's body. */
  control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  close: () => Promise<void>;
};

export const newCredentials = () => ({
  accountSid: `AC${randomBytes(16).toString('hex')}`,
  authToken: randomBytes(16).toString('hex'),
});

/** The carrier simulator as a process of its own, with statuses that follow at once. */
export async function startSimulator(): Promise<Simulator> {
  const main = fileURLToPath(new URL('../../simulator/src/main.ts', import.meta.url));
  const [port, metricsPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [main], {
    env: {
      ...testSurroundings(process.env),
      LOG_LEVEL: 'warn',
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      CONTROL_TOKEN: controlToken,
    },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const control: Simulator['control'] = async (method, path, body) => {
    const response = await fetch(`${url}/control${path}`, {
      method,
      headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return parsed;
  };
  await untilAnswers(url);
  const now = { min: 0, max: 0 };
  const times = { createLatencyMs: now, sendingAfterMs: now, sentAfterMs: now, finalAfterMs: now };
  await control('PUT', '/config', { ...times, failureRate: 0 });
  return {
    url,
    control,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + readyDeadlineMs;
  while (performance.now() < deadline) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the simulator did not become ready');
}
