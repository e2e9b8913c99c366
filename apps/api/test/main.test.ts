import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveTopic } from '@sms-crm/contracts/live';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { publishLive } from '@sms-crm/runtime/live';
import { connectRedis, redisReady } from '@sms-crm/runtime/redis';
import { newTenantKeys } from './kit.ts';
import { apiEnvOf, startApi, untilReady, type ApiProcess } from './process.ts';

let services: TestServices;
let api: ApiProcess | undefined;
beforeEach(async () => {
  services = await createTestServices();
});
afterEach(async () => {
  api?.signal('SIGKILL');
  await api?.ended;
  await services.close();
});

/** Starting a process takes its time on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

type Tally = { answered: number; failures: unknown[] };

/** One client that asks again and again until it is sent elsewhere, on a kept connection or each time on a new one. */
async function load(
  ask: (agent: Agent) => Promise<number | undefined>,
  tally: Tally,
  client: { keepAlive: boolean; leave: AbortSignal },
): Promise<void> {
  const agent = new Agent({ keepAlive: client.keepAlive, maxSockets: 1 });
  while (!client.leave.aborted) {
    const status = await ask(agent).catch((error: unknown) => error);
    tally.answered += 1;
    if (status !== 200) tally.failures.push(status);
  }
  agent.destroy();
}

function ask(url: string, key: string, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/v1/contacts`, { agent, headers: { authorization: `Bearer ${key}` } }, (response) => {
      response.resume().on('error', reject);
      response.on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
}

test('under load, SIGTERM fails no request and ends with 0 within 10 s', async () => {
  const { keys } = await newTenantKeys(services);
  api = startApi({ ...(await apiEnvOf(services.database)), SHUTDOWN_GRACE_MS: '1500' });
  await untilReady(api);
  const { url, metricsUrl, signal, ended } = api;
  const elsewhere = new AbortController();
  const tally: Tally = { answered: 0, failures: [] };
  const clients = Array.from({ length: 8 }, (_, n) =>
    load((agent) => ask(url, keys['owner'] ?? '', agent), tally, {
      keepAlive: n % 2 === 0,
      leave: elsewhere.signal,
    }),
  );
  await vi.waitFor(() => expect(tally.answered).toBeGreaterThan(100), { timeout: 20_000 });
  const metrics = await (await fetch(`${metricsUrl}/metrics`)).text();
  expect(metrics).toContain(
    'sms_http_request_duration_seconds_count{process="api",method="GET",route="/v1/contacts",status="200"',
  );
  const startedAt = performance.now();
  signal('SIGTERM');
  // As a load balancer does: who is not ready gets nothing more.
  await vi.waitFor(async () => expect((await fetch(`${url}/ready`)).status).toBe(503), {
    timeout: 1_400,
    interval: 20,
  });
  elsewhere.abort();
  await Promise.all(clients);
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(tally.failures).toEqual([]);
});

test('a process that ends says so at once on /ready, and still takes an upload that is under way', async () => {
  const { keys } = await newTenantKeys(services);
  api = startApi({ ...(await apiEnvOf(services.database)), SHUTDOWN_GRACE_MS: '2000' });
  await untilReady(api);
  const { url } = api;
  const boundary = 'x-test-boundary';
  const upload = request(`${url}/v1/imports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys['owner']}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
  });
  const answered = once(upload, 'response');
  upload.write(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\n\r\nPhone\n`,
  );
  const begun = () => services.database.owner.query(`select from imports where status = 'uploading'`);
  await vi.waitFor(async () => expect((await begun()).rowCount).toBe(1), { timeout: 10_000 });
  api.signal('SIGTERM');
  await vi.waitFor(
    async () => {
      const answer = await fetch(`${url}/ready`);
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { ready: false, failed: { process: 'it is ending' } },
      ]);
    },
    { timeout: 1_900 },
  );
  await vi.waitFor(
    () => expect(fetch(`${url}/ready`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }),
    { timeout: 8_000 },
  );
  upload.end(`4155552671\r\n--${boundary}--\r\n`);
  expect(await answered).toMatchObject([{ statusCode: 201 }]);
  expect(await api.ended).toEqual({ code: 0, signal: null });
});

test('a change that another process signals reaches open pages, and SIGTERM does not wait for them', async () => {
  const { tenantId, keys } = await newTenantKeys(services);
  const { rows } = await services.database.owner.query<{ id: string }>(
    `insert into campaigns (tenant_id, name, created_by) values ($1, 'Spring', 'test') returning id`,
    [tenantId],
  );
  const id = rows[0]?.id ?? '';
  api = startApi(await apiEnvOf(services.database));
  await untilReady(api);
  const response = await fetch(`${api.url}/v1/campaigns/${id}/events`, {
    headers: { authorization: `Bearer ${keys['owner']}` },
  });
  let text = '';
  const ended = (async () => {
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
    }
  })();
  await vi.waitFor(() => expect(text).toContain('"name":"Spring"'), { timeout: 5_000 });
  await services.database.owner.query(`update campaigns set name = 'Summer' where id = $1`, [id]);
  const redis = connectRedis({ url: process.env['TEST_REDIS_URL'] ?? '', name: 'test', log: services.log });
  await redisReady(redis, 5_000);
  await publishLive(redis, tenantId, [liveTopic.campaign(id)]);
  redis.disconnect();
  await vi.waitFor(() => expect(text).toContain('"name":"Summer"'), { timeout: 5_000 });
  const startedAt = performance.now();
  api.signal('SIGTERM');
  await ended;
  expect(await api.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('an unusable environment is named at once, all of it', async () => {
  const { AUTH_SECRET: _, ...env } = await apiEnvOf(services.database);
  api = startApi({
    ...env,
    ENCRYPTION_KEY: 'c2hvcnQ=',
    CALLBACK_SECRET: 'change-me-change-me-change-me-change-me',
  });
  expect(await api.ended).toMatchObject({ code: 1 });
  expect(api.output()).toContain('AUTH_SECRET: is missing');
  expect(api.output()).toContain('ENCRYPTION_KEY: must be 32 bytes');
  expect(api.output()).toContain('CALLBACK_SECRET: looks like a placeholder');
});

test('a role that could look past row security is refused', async () => {
  const env = await apiEnvOf(services.database);
  api = startApi({ ...env, APP_DATABASE_URL: services.database.ownerUrl });
  expect(await api.ended).toMatchObject({ code: 1 });
  expect(api.output()).toContain('not safe to run with');
});
