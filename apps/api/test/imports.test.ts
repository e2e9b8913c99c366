import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { portOf } from '@sms-crm/runtime/metrics';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { importSettings, importView, type ImportView } from '@sms-crm/contracts/imports';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext } from '@sms-crm/domain/context/context';
import { checkImport } from '@sms-crm/domain/imports/check';
import { commitImport } from '@sms-crm/domain/imports/commit';
import { call, createTestApp, newTenantKeys } from './kit.ts';

const messy = readFileSync(new URL('../../../packages/domain/test/fixtures/messy-2k.csv', import.meta.url));
const once = { signal: new AbortController().signal, lastTry: true };

let kit: Awaited<ReturnType<typeof createTestApp>>;
let app: FastifyInstance;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
});
afterAll(() => kit.close());

function form(content: Buffer | string, part = 'file'): { payload: Buffer; headers: Record<string, string> } {
  const boundary = 'x-test-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${part}"; filename="list.csv"\r\ncontent-type: text/csv\r\n\r\n`;
  const payload = Buffer.concat([
    Buffer.from(head),
    Buffer.from(content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

/** A text that contains this one; vitest's own matcher has no type. */
function containing(text: string): unknown {
  return expect.stringContaining(text);
}

function post(key: string | undefined, url: string, payload?: object): ReturnType<typeof call> {
  return call(app, key, { method: 'POST', url, ...(payload === undefined ? {} : { payload }) });
}

async function upload(key: string | undefined, content: Buffer | string): Promise<ImportView> {
  const answer = await call(app, key, { method: 'POST', url: '/v1/imports', ...form(content) });
  expect(answer).toMatchObject({ status: 201 });
  return importView.parse(answer.body);
}

/** Runs the jobs that the API asked for, as the sender would. */
async function runJobs(tenantId: string): Promise<void> {
  for (const job of kit.services.jobs.splice(0)) {
    const ctx = createContext(kit.services, { tenantId, actor: jobActor(job.name), requestId: 'test' });
    if (job.name === 'import.check') await checkImport(ctx, job.payload, once);
    if (job.name === 'import.commit') await commitImport(ctx, job.payload, once);
  }
}

function settingsOf(view: ImportView): object {
  return importSettings.parse({
    mapping: view.columns.map((column) => column.guess),
    consent: { kind: 'column', source: 'web-form' },
  });
}

test('a file goes from upload over dry run to contacts, and the rejected rows come back as CSV', async () => {
  const { tenantId, keys } = await newTenantKeys(kit.services);
  const uploaded = await upload(keys['owner'], messy);
  const url = `/v1/imports/${uploaded.id}`;
  expect(await post(keys['owner'], `${url}/dry-run`, settingsOf(uploaded))).toMatchObject({
    status: 202,
    body: { status: 'checking' },
  });
  await runJobs(tenantId);
  expect(await call(app, keys['viewer'], { url })).toMatchObject({
    status: 200,
    body: { status: 'checked', totals: { rows: 2000, accepted: 1665 } },
  });
  expect(await post(keys['owner'], `${url}/commit`)).toMatchObject({
    status: 202,
    body: { status: 'committing' },
  });
  await runJobs(tenantId);
  expect(await call(app, keys['owner'], { url: '/v1/imports' })).toMatchObject({
    status: 200,
    body: { items: [{ id: uploaded.id, status: 'completed', contactsWritten: 1665 }], nextCursor: null },
  });
  const rejected = await call(app, keys['owner'], { url: `${url}/rejected.csv` });
  expect(rejected).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="list-rejected.csv"',
    },
  });
  expect(String(rejected.body).split('\r\n')[0]).toBe(
    'reason,Phone Number,First Name,Last Name,E-mail,City,ZIP,Opted in at,Loyalty tier,Notes',
  );
  const exported = await call(app, keys['owner'], { url: '/v1/contacts/export.csv?q=1704' });
  expect(String(exported.body)).toContain('+17044141537,Olumide,Null,user0@example.com');
});

test('the end of an import ends its live stream', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const { id } = await upload(keys['owner'], 'Phone\n+14155552671\n');
  expect(await post(keys['owner'], `/v1/imports/${id}/cancel`)).toMatchObject({
    status: 200,
    body: { status: 'canceled' },
  });
  const stream = await call(app, keys['owner'], { url: `/v1/imports/${id}/events` });
  expect(String(stream.body)).toMatch(/event: import\ndata: .*"status":"canceled"[^]*event: end/);
});

test('another tenant gets 404 for every route of an import, and without the permission 403', async () => {
  const [a, b] = [await newTenantKeys(kit.services), await newTenantKeys(kit.services)];
  const view = await upload(a.keys['owner'], 'Phone\n+14155552671\n');
  const url = `/v1/imports/${view.id}`;
  for (const answer of [
    await call(app, b.keys['owner'], { url }),
    await call(app, b.keys['owner'], { url: `${url}/rejected.csv` }),
    await call(app, b.keys['owner'], { url: `${url}/events` }),
    await post(b.keys['owner'], `${url}/dry-run`, settingsOf(view)),
    await post(b.keys['owner'], `${url}/commit`),
    await post(b.keys['owner'], `${url}/cancel`),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  expect(await call(app, b.keys['owner'], { url: '/v1/imports' })).toMatchObject({ body: { items: [] } });
  expect(await post(a.keys['viewer'], `${url}/cancel`)).toMatchObject({ status: 403 });
  expect(
    await call(app, a.keys['viewer'], { method: 'POST', url: '/v1/imports', ...form('Phone\n1\n') }),
  ).toMatchObject({ status: 403 });
});

test('what is no CSV file is refused in words and leaves nothing behind', async () => {
  const { tenantId, keys } = await newTenantKeys(kit.services);
  const files: [Buffer | string, string][] = [
    ['', 'empty'],
    [Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(3_000_000, 7)]), 'Excel'],
    ['Phone,Name\n', 'no row'],
    ['+14155552671,Ana\n+14155552672,Bob\n', 'column names'],
    ['Phone,Name\n"+14155552671,Ana\n', 'never closed'],
  ];
  for (const [content, words] of files) {
    expect(
      await call(app, keys['owner'], { method: 'POST', url: '/v1/imports', ...form(content) }),
    ).toMatchObject({
      status: 400,
      body: { code: 'malformed_file', detail: containing(words) },
    });
  }
  expect(await post(keys['owner'], '/v1/imports', {})).toMatchObject({ status: 415 });
  expect(
    await call(app, keys['owner'], { method: 'POST', url: '/v1/imports', ...form('Phone\n1\n', 'other') }),
  ).toMatchObject({ status: 400, body: { errors: [{ field: 'file' }] } });
  const { rowCount } = await kit.services.database.owner.query('select from imports where tenant_id = $1', [
    tenantId,
  ]);
  expect(rowCount).toBe(0);
});

test('an upload that its client cuts off leaves nothing behind', async () => {
  const { tenantId, keys } = await newTenantKeys(kit.services);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { payload, headers } = form(`Phone\n${'+14155552671\n'.repeat(200_000)}`);
  const client = httpRequest({
    host: '127.0.0.1',
    port: portOf(app.server),
    path: '/v1/imports',
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${keys['owner'] ?? ''}`, 'content-length': payload.length },
  });
  client.on('error', () => undefined);
  client.write(payload.subarray(0, payload.length / 2));
  const uploads = async (): Promise<number | null> =>
    (await kit.services.database.owner.query('select from imports where tenant_id = $1', [tenantId]))
      .rowCount;
  await vi.waitFor(async () => expect(await uploads()).toBe(1), 5_000);
  client.destroy();
  await vi.waitFor(async () => expect(await uploads()).toBe(0), 5_000);
});

test('the sample file imports without a rejected row', async () => {
  const { tenantId, keys } = await newTenantKeys(kit.services);
  const sample = await call(app, keys['viewer'], { url: '/v1/imports/sample.csv' });
  const view = await upload(keys['owner'], String(sample.body));
  await post(keys['owner'], `/v1/imports/${view.id}/dry-run`, settingsOf(view));
  await runJobs(tenantId);
  expect(await call(app, keys['owner'], { url: `/v1/imports/${view.id}` })).toMatchObject({
    body: { totals: { rows: 3, accepted: 3, withConsent: 2 } },
  });
});
