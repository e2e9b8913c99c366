import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decodeEntry, hitStream } from '@sms-crm/domain/links/hit-stream';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import type { Redis } from '@sms-crm/runtime/redis';
import { testSurroundings } from '@sms-crm/runtime/test-surroundings';
import { addLink, iPhone, listeningPort, openRedis, testRedisUrl, type TestLink } from './kit.ts';

/** Starting a process takes its time on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

let services: TestServices;
let redis: Redis;
const children: ChildProcess[] = [];
beforeAll(async () => {
  services = await createTestServices();
  redis = await openRedis(services);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  redis.disconnect();
  await services.close();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = listeningPort(server);
  server.close();
  await once(server, 'close');
  return port;
}

function start(env: Record<string, string>): ChildProcess {
  const child = fork(new URL('../src/main.ts', import.meta.url), {
    env: {
      ...testSurroundings(process.env),
      LOG_LEVEL: 'silent',
      REDIS_URL: testRedisUrl(),
      CALLBACK_SECRET: 'test-secret-of-the-redirect-process',
      ...env,
    },
    silent: true,
    execArgv: [],
  });
  children.push(child);
  return child;
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('close', resolve);
  });
}

type Answer = { status: number; location: string | undefined };

function tap(port: number, code: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': iPhone };
    const sent = request({ host: '127.0.0.1', port, path: `/${code}`, agent, headers }, (response) => {
      response.resume().on('end', () => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location });
      });
    });
    sent.on('error', reject).end();
  });
}

async function hitsOf(link: TestLink): Promise<number> {
  const entries = await redis.xrange(hitStream, '-', '+');
  const hits = entries.flatMap(([, fields]) => decodeEntry(fields).hits);
  return hits.filter((hit) => hit.linkId === link.linkId).length;
}

test('SIGTERM under load fails no request, loses no click and exits 0', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const port = await freePort();
  const child = start({ SYSTEM_DATABASE_URL: services.database.systemUrl, PORT: String(port) });
  const exit = exitCode(child);
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  await expect
    .poll(
      () =>
        tap(port, 'health', agent).then(
          (answer) => answer.status,
          () => 0,
        ),
      { timeout: 60_000 },
    )
    .toBe(200);
  let [redirected, refused] = [0, 0];
  const failures: unknown[] = [];
  const load = Array.from({ length: 20 }, async () => {
    for (;;) {
      try {
        const answer = await tap(port, link.code, agent);
        if (answer.status === 302) redirected += 1;
        else failures.push(answer);
      } catch (error) {
        const closed = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
        if (closed) refused += 1;
        else failures.push(error);
        return;
      }
    }
  });
  await expect.poll(() => redirected, { timeout: 10_000 }).toBeGreaterThan(500);
  const startedAt = performance.now();
  child.kill('SIGTERM');
  await Promise.all(load);
  const code = await exit;
  expect({ failures, code }).toEqual({ failures: [], code: 0 });
  expect(refused).toBe(20);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await hitsOf(link)).toBe(redirected);
});

/** What a start that refuses says. */
async function refusal(env: Record<string, string>): Promise<string> {
  const child = start({ PORT: '0', ...env });
  const output: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  expect(await exitCode(child)).toBe(1);
  return output.join('');
}

test('it refuses to start with a role that could look past row security, and names what is missing', async () => {
  const [asOwner, without] = await Promise.all([
    refusal({ SYSTEM_DATABASE_URL: services.database.ownerUrl }),
    refusal({}),
  ]);
  expect(asOwner).toContain('role for sms_system is not safe to run with');
  expect(without).toContain('SYSTEM_DATABASE_URL');
});
