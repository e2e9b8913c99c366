import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCode } from '../src/error-code.ts';
import { openLab, type Lab } from './kit/lab.ts';
import type { Program } from './kit/program.ts';

const clients = 8;

let lab: Lab;
let web: Program;
beforeAll(async () => {
  lab = await openLab();
  await lab.start('api');
  web = await lab.start('web');
});
afterAll(() => lab?.close());

/** One request on a connection of its own: its status, or the error that kept it from an answer. */
function ask(path: string, onConnect: () => void = () => undefined): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(`${lab.addresses.web}${path}`, { agent: false, timeout: 10_000 }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', (error) => resolve(errorCode(error) ?? error.message));
    });
    asked.once('socket', (socket) => socket.once('connect', onConnect));
    asked.once('error', (error) => resolve(errorCode(error) ?? error.message));
    asked.end();
  });
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

test('SIGTERM under load: whoever was connected is answered, the others are turned away, exit 0 in time', async () => {
  const answers: { connectedBefore: boolean; answer: number | string }[] = [];
  const load = new AbortController();
  let ending = false;
  const asking = Array.from({ length: clients }, async () => {
    while (!load.signal.aborted) {
      let connectedBefore = false;
      const answer = await ask('/sign-in', () => {
        connectedBefore = !ending;
      });
      answers.push({ connectedBefore, answer });
    }
  });
  await expect.poll(() => answers.length, { timeout: 30_000 }).toBeGreaterThan(clients * 3);
  ending = true;
  const end = await web.end('SIGTERM');
  load.abort();
  await Promise.all(asking);
  expect(end.code).toBe(0);
  expect(end.tookMs).toBeLessThan(10_000);
  // Who connects at the very moment of the close is reset, later ones are refused: so a load balancer learns of the end.
  const turnedAway = new Set(['ECONNRESET', 'ECONNREFUSED']);
  const wrong = answers.filter(
    ({ connectedBefore, answer }) => answer !== 200 && (connectedBefore || !turnedAway.has(String(answer))),
  );
  expect(wrong).toEqual([]);
});
