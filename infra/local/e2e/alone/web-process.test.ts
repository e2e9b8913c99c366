import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCode } from '../../src/error-code.ts';
import { programSpec } from '../../src/processes.ts';
import { openLab, type Lab } from '../kit/lab.ts';
import type { Program } from '../kit/program.ts';

const clients = 8;

let lab: Lab;
let web: Program;
beforeAll(async () => {
  lab = await openLab();
  await lab.start('api');
  web = await lab.start('web', { SHUTDOWN_GRACE_MS: '2000' });
});
afterAll(() => lab?.close());

/** One request: its status, or the error that kept it from an answer. */
function ask(path: string, agent: Agent | false = false): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(`${lab.addresses.web}${path}`, { agent, timeout: 10_000 }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', (error) => resolve(errorCode(error) ?? error.message));
    });
    asked.once('error', (error) => resolve(errorCode(error) ?? error.message));
    asked.end();
  });
}

/** One visitor who asks again and again until he is sent elsewhere, on a kept connection or each time on a new one. */
async function visit(
  answers: (number | string)[],
  visitor: { keepAlive: boolean; leave: AbortSignal },
): Promise<void> {
  const agent = new Agent({ keepAlive: visitor.keepAlive, maxSockets: 1 });
  while (!visitor.leave.aborted) answers.push(await ask('/sign-in', agent));
  agent.destroy();
}

/** The line that counts the answers to GET requests of one class. */
function answeredGets(route: string): RegExp {
  const labels = `process="web",method="GET",route="${route}",status="200"`;
  return new RegExp(`sms_http_request_duration_seconds_count\\{${labels}\\} \\d`);
}

test('metrics are on a port of their own: how long pages and the API took, by class', async () => {
  expect(await ask('/sign-in')).toBe(200);
  expect(await ask('/api/v1/setup')).toBe(200);
  const port = lab.setup.ports.web.metrics;
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toMatch(answeredGets('page'));
  expect(metrics).toMatch(answeredGets('api'));
  expect(metrics).toContain('process_cpu_seconds_total');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  expect(await ask('/metrics')).not.toBe(200);
});

test('an unusable environment is named at once, all of it', async () => {
  const { command, args, cwd, env } = programSpec('web', lab.setup);
  const child = spawn(command, args, {
    cwd,
    env: { ...env, API_URL: 'nowhere', WEB_ORIGIN: 'ftp://web.test' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(said).toMatch(
    /web could not start: [^]* API_URL: must be an address[^]* WEB_ORIGIN: must be an add/,
  );
});

test('under load, SIGTERM fails no request and ends with 0 within 10 s', async () => {
  const elsewhere = new AbortController();
  const answers: (number | string)[] = [];
  const visitors = Array.from({ length: clients }, (_, n) =>
    visit(answers, { keepAlive: n % 2 === 0, leave: elsewhere.signal }),
  );
  await expect.poll(() => answers.length, { timeout: 30_000 }).toBeGreaterThan(clients * 3);
  const end = web.end('SIGTERM');
  // As a load balancer does: who is not ready gets nothing more.
  await expect.poll(() => ask('/ready'), { timeout: 1_900, interval: 20 }).toBe(503);
  elsewhere.abort();
  await Promise.all(visitors);
  const { code, tookMs } = await end;
  expect(answers.filter((answer) => answer !== 200)).toEqual([]);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
});
