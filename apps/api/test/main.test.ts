import { Agent, request } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveTopic } from '@sms-crm/contracts/live';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { errorCode } from '@sms-crm/db/transaction';
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
vi.setConfig({ testTimeout: 60_000 });

type Tally = { answered: number; failures: unknown[] };

/** One client that asks again and again on a kept connection, until nobody listens any more. */
async function load(url: string, key: string, tally: Tally): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    try {
      const status = await ask(url, key, agent);
      tally.answered += 1;
      if (status !== 200) tally.failures.push(status);
    } catch (error) {
      agent.destroy();
      if (errorCode(error) !== 'ECONNREFUSED') tally.failures.push(error);
      return;
    }
  }
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
  api = startApi(await apiEnvOf(services.database));
  await untilReady(api);
  const { url, metricsUrl, signal, ended } = api;
  const tally: Tally = { answered: 0, failures: [] };
  const clients = Array.from({ length: 8 }, () => load(url, keys['owner'] ?? '', tally));
  await vi.waitFor(() => expect(tally.answered).toBeGreaterThan(100), { timeout: 20_000 });
  const metrics = await (await fetch(`${metricsUrl}/metrics`)).text();
  expect(metrics).toContain(
    'sms_http_request_duration_seconds_count{process="api",method="GET",route="/v1/contacts",status="200"',
  );
  const startedAt = performance.now();
  signal('SIGTERM');
  await Promise.all(clients);
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(tally.failures).toEqual([]);
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
