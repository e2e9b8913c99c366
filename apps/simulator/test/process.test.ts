import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
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
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
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
  it('serves health, readiness and metrics and on SIGTERM answers what is under way and exits 0', async () => {
    const accounts = JSON.stringify([{ ...account, numbers: [{ phone: '55512', type: 'short-code' }] }]);
    const { child, exit, output } = await start({ ACCOUNTS: accounts, CONTROL_TOKEN: token });
    await waitFor(() => addressIn(output()) !== undefined, 20_000);
    const { url, metricsPort } = addressIn(output()) ?? { url: '', metricsPort: '' };
    for (const address of [`${url}/health`, `${url}/ready`, `http://127.0.0.1:${metricsPort}/ready`]) {
      expect((await fetch(address)).status).toBe(200);
    }
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toContain('simulator_received{process="simulator"} 0');
    const live = await fetch(`${url}/control/events`, { headers: { authorization: `Bearer ${token}` } });
    expect(live.status).toBe(200);

    const authorization = `Bearer ${token}`;
    const config = { createLatencyMs: { min: 400, max: 800 } };
    await fetch(`${url}/control/config`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(config),
    });
    const answers = Array.from({ length: 20 }, (_, index) => sendOne(url, `+1212555${1_000 + index}`));
    const received = async () =>
      await (await fetch(`${url}/control/stats`, { headers: { authorization } })).text();
    await waitFor(async () => (await received()).includes('"received":20'));
    child.kill('SIGTERM');
    expect(await Promise.all(answers)).toEqual(answers.map(() => 201));
    expect(await exit).toBe(0);
  });

  it('names every bad variable and exits 1', async () => {
    const { exit, output } = await start({ PORT: 'x', ACCOUNTS: '{', HOST: '0.0.0.0' });
    expect(await exit).toBe(1);
    expect(output()).toContain('PORT');
    expect(output()).toContain('ACCOUNTS');
  });
});

/** The status of one create request. */
async function sendOne(url: string, to: string): Promise<number> {
  const response = await fetch(`${url}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}` },
    body: new URLSearchParams({ To: to, From: '55512', Body: 'Hi' }),
  });
  await response.arrayBuffer();
  return response.status;
}
