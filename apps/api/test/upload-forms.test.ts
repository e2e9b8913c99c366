import { afterAll, beforeAll, expect, test } from 'vitest';
import { importPage } from '@sms-crm/contracts/imports';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

type Form = { content: string; fileName?: string; boundary?: string; type?: string; idempotencyKey?: string };

function send(key: string | undefined, form: Form): ReturnType<typeof call> {
  const { content, fileName = 'list.csv', boundary = 'x-test-boundary', idempotencyKey } = form;
  const head = `content-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv`;
  return call(kit.app, key, {
    method: 'POST',
    url: '/v1/imports',
    payload: `--${boundary}\r\n${head}\r\n\r\n${content}\r\n--${boundary}--\r\n`,
    headers: {
      'content-type': form.type ?? `multipart/form-data; boundary=${boundary}`,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
  });
}

async function importsOf(key: string | undefined): Promise<number> {
  return importPage.parse((await call(kit.app, key, { url: '/v1/imports' })).body).items.length;
}

function refusal(detail: RegExp): object {
  return { status: 400, body: { code: 'invalid_input', detail: expect.stringMatching(detail) as unknown } };
}

const content = 'Phone,Name\n+14155552671,Ana\n';

test('a form that cannot be read, or names no file, is refused in words', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const owner = keys['owner'];
  expect(await send(owner, { content, fileName: '' })).toMatchObject(
    refusal(/names no file\. Choose a file/),
  );
  for (const type of ['multipart/form-data', 'multipart/form-data; boundary=']) {
    expect(await send(owner, { content, type })).toMatchObject(refusal(/with its boundary/));
  }
  expect(await send(owner, { content, type: 'multipart/form-data; boundary=other' })).toMatchObject({
    status: 400,
  });
  expect(await importsOf(owner)).toBe(0);
});

test('the same upload with the same key is one import, whatever its boundary', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const first = await send(keys['owner'], { content, idempotencyKey: 'k-1' });
  const again = await send(keys['owner'], { content, idempotencyKey: 'k-1', boundary: 'another-boundary' });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
  expect(await importsOf(keys['owner'])).toBe(1);
});

test('another file of the same length, or the same under another name, is another request', async () => {
  const { keys } = await newTenantKeys(kit.services);
  await send(keys['owner'], { content, idempotencyKey: 'k-1' });
  for (const other of [{ content: content.replace('Ana', 'Bob') }, { content, fileName: 'lisa.csv' }]) {
    expect(await send(keys['owner'], { ...other, idempotencyKey: 'k-1' })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_mismatch' },
    });
  }
  expect(await importsOf(keys['owner'])).toBe(1);
});

test('a refusal of a file that was read whole is kept, and another file with its key refused', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const upload = (text: string) => send(keys['owner'], { content: text, idempotencyKey: 'k-1' });
  expect(await upload('Phone,Name\n')).toMatchObject({ status: 400, body: { code: 'malformed_file' } });
  expect(await upload('Phone,Name\n')).toMatchObject({ headers: { 'idempotency-replayed': 'true' } });
  expect(await upload(content)).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } });
});
