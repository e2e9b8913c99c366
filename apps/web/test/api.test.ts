import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { asApiError } from '../src/api/api-error.ts';
import { pathWithQuery, send } from '../src/api/api.ts';
import { resource } from '../src/api/resource.ts';

const answers: Record<string, [number, string]> = {
  '/thing': [200, '{"name":"a","extra":1}'],
  '/nothing': [204, ''],
  '/odd': [200, '{"name":5}'],
  '/text': [500, 'stack trace'],
  '/refused': [
    400,
    JSON.stringify({
      type: 'about:blank',
      title: 'The input is not valid',
      status: 400,
      code: 'invalid_input',
      detail: 'Check the marked fields.',
      errors: [{ field: 'phone', detail: 'Not a phone.' }],
      requestId: 'r1',
    }),
  ],
};

const server = http.createServer((request, response) => {
  const [status, body] = answers[request.url ?? ''] ?? [404, ''];
  response.writeHead(status).end(body);
});
let base = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const thing = z.object({ name: z.string() });

describe('the api wrapper', () => {
  test('gives what the contract describes, and nothing for 204', async () => {
    expect(await send(`${base}/thing`, thing, {})).toEqual({ name: 'a' });
    expect(await send(`${base}/nothing`, z.undefined(), {})).toBeUndefined();
  });

  test('names the place where an answer breaks the contract', async () => {
    await expect(send(`${base}/odd`, thing, {})).rejects.toThrow('unexpected form at "name"');
  });

  test('turns problem+json into an error with its fields', async () => {
    await expect(send(`${base}/refused`, thing, {})).rejects.toMatchObject({
      code: 'invalid_input',
      status: 400,
      message: 'Check the marked fields.',
      fields: [{ field: 'phone', detail: 'Not a phone.' }],
      requestId: 'r1',
    });
  });

  test('shows no text of an answer that is no problem+json', async () => {
    const error = await send(`${base}/text`, thing, {}).catch(asApiError);
    expect(error).toMatchObject({ code: 'internal', status: 500 });
    expect(error).not.toHaveProperty('message', expect.stringContaining('stack'));
  });

  test('says that the server cannot be reached', async () => {
    const error = await send('http://127.0.0.1:1/', thing, {}).catch(asApiError);
    expect(error).toHaveProperty('code', 'unavailable');
    expect(error).toHaveProperty('message', expect.stringContaining('cannot be reached'));
  });

  test('leaves empty values out of the query and encodes the rest', () => {
    expect(pathWithQuery('/v1/contacts', { q: 'a b&c', tag: '', cursor: null, limit: 5 })).toBe(
      '/v1/contacts?q=a+b%26c&limit=5',
    );
    expect(pathWithQuery('/v1/contacts')).toBe('/v1/contacts');
  });

  test('a resource is keyed by its path, so that a prefix refreshes all below', () => {
    expect(resource('/v1/campaigns/7/report', thing, { a: '', b: 1 }).queryKey).toEqual([
      'v1',
      'campaigns',
      '7',
      'report',
      { b: 1 },
    ]);
  });
});
