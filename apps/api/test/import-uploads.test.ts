import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { portOf } from '@sms-crm/runtime/metrics';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { maxImportBytes } from '@sms-crm/contracts/imports';
import { createTestApp, newTenantKeys, type TestApp } from './kit.ts';

const boundary = 'x-test-boundary';
const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\ncontent-type: text/csv\r\n\r\n`;

let kit: TestApp;
let tenantId: string;
let key: string;
beforeAll(async () => {
  kit = await createTestApp();
  await kit.app.listen({ host: '127.0.0.1', port: 0 });
  const tenant = await newTenantKeys(kit.services);
  ({ tenantId } = tenant);
  key = tenant.keys['owner'] ?? '';
});
afterAll(() => kit.close());

/** An upload whose body the test writes. */
function openUpload(headers: Record<string, string | number> = {}): {
  client: ClientRequest;
  answer: Promise<{ status: number | undefined; body: unknown }>;
} {
  const client = request({
    host: '127.0.0.1',
    port: portOf(kit.app.server),
    path: '/v1/imports',
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    },
  });
  return { client, answer: readAnswer(client) };
}

async function readAnswer(client: ClientRequest): Promise<{ status: number | undefined; body: unknown }> {
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode, body: JSON.parse(text) as unknown };
}

async function uploads(): Promise<number | null> {
  const { rowCount } = await kit.services.database.owner.query('select from imports where tenant_id = $1', [
    tenantId,
  ]);
  return rowCount;
}

test('a file declared larger than the limit is refused before a byte of it is read', async () => {
  const { client, answer } = openUpload({ 'content-length': maxImportBytes + 1024 * 1024 });
  client.write(head);
  expect(await answer).toMatchObject({
    status: 413,
    body: { code: 'too_large', detail: expect.stringMatching(/larger than 512 MB. Split it/) as unknown },
  });
  client.destroy();
  expect(await uploads()).toBe(0);
});

test('a client that is far too slow is told so while it still sends, and nothing stays', async () => {
  const { client, answer } = openUpload();
  client.write(`${head}Phone`);
  await vi.waitFor(async () => expect(await uploads()).toBe(1), 5_000);
  const later = vi.spyOn(kit.services.clock, 'now').mockReturnValue(new Date(Date.now() + 301_000));
  client.write(',');
  expect(await answer).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_input',
      detail: expect.stringMatching(/within 5 minutes. Upload the file again/) as unknown,
    },
  });
  later.mockRestore();
  client.destroy();
  expect(await uploads()).toBe(0);
});
