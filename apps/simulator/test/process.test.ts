import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testSurroundings } from '@sms-crm/runtime/test-surroundings';
import { waitFor } from './support/wait-for.ts';

const folder = join(import.meta.dirname, '..');
const token = 'a-control-token-for-tests';
const account = { sid: `AC${'b'.repeat(32)}`, token: 'process-test-token' };
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts the process and reads the address it listens on from its log. */
async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: folder,
    env: { ...testSurroundings(process.env), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => Number(code));
  return { child, exit, output: () => output };
}

function addressIn(output: string): { url: string; metricsPort: string } | undefined {
  const match = /"url":"([^"]+)","metricsPort":(\d+)/.exec(output);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { url: match[1], metricsPort: match[2] };
}

describe('the process', () => {
  it('serves health, readiness and metrics, and under load SIGTERM fails no request and ends with 0 within 10 s', async () => {
    const accounts = JSON.stringify([{ ...account, numbers: [{ phone: '55512', type: 'short-code' }] }]);
    const { child, exit, output } = await start({
      ACCOUNTS: accounts,
      CONTROL_TOKEN: token,
      SHUTDOWN_GRACE_MS: '1500',
    });
    await waitFor(() => addressIn(output()) !== undefined, 20_000);
    const { url, metricsPort } = addressIn(output()) ?? { url: '', metricsPort: '' };
    const probes = [`${url}/ready`, `http://127.0.0.1:${metricsPort}/ready`];
    const probed = () => Promise.all(probes.map(async (address) => (await fetch(address)).status));
    expect(await probed()).toEqual([200, 200]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toContain('simulator_received{process="simulator"} 0');
    const authorization = `Bearer ${token}`;
    const live = await fetch(`${url}/control/events`, { headers: { authorization } });
    expect(live.status).toBe(200);
    await fetch(`${url}/control/config`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ createLatencyMs: { min: 100, max: 500 } }),
    });

    const elsewhere = new AbortController();
    const answers: (number | string)[] = [];
    const senders = Array.from({ length: 12 }, (_, index) =>
      sendOn(answers, {
        url,
        to: `+1212555${1_000 + index}`,
        keepAlive: index % 2 === 0,
        leave: elsewhere.signal,
      }),
    );
    await waitFor(() => answers.length > 24, 20_000);
    const startedAt = performance.now();
    child.kill('SIGTERM');
    // As a load balancer does: who is not ready gets nothing more.
    await waitFor(async () => (await probed()).every((status) => status === 503), 1_400);
    elsewhere.abort();
    await Promise.all(senders);
    expect(answers.filter((answer) => answer !== 201)).toEqual([]);
    expect(await exit).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('names every bad variable and exits 1', async () => {
    const { exit, output } = await start({ PORT: 'x', ACCOUNTS: '{', HOST: '0.0.0.0' });
    expect(await exit).toBe(1);
    expect(output()).toContain('PORT');
    expect(output()).toContain('ACCOUNTS');
  });
});

type Sending = { url: string; to: string; keepAlive: boolean; leave: AbortSignal };

/** Sends one text after the other until it is sent elsewhere, on a kept connection or each time on a new one. */
async function sendOn(answers: (number | string)[], { url, to, keepAlive, leave }: Sending): Promise<void> {
  const agent = new Agent({ keepAlive, maxSockets: 1 });
  while (!leave.aborted) answers.push(await sendOne(url, to, agent));
  agent.destroy();
}

/** The status of one create request, or why there is none. */
function sendOne(url: string, to: string, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request(`${url}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    sent.once('error', (error) => resolve(error.message));
    sent.once('response', (response) => {
      response.resume().once('error', (error) => resolve(error.message));
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.end(new URLSearchParams({ To: to, From: '55512', Body: 'Hi' }).toString());
  });
}
