import { afterEach, expect, test } from 'vitest';
import { outside } from '../src/outside.ts';
import { json, scriptedCarrier } from './scripted-carrier.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function answering(answer: Parameters<typeof scriptedCarrier>[0]): Promise<string> {
  const { url, hangUp } = await scriptedCarrier(answer);
  closers.push(hangUp);
  return url;
}

test('gives status and body, and follows no redirect', async () => {
  const fine = await answering(json(200, { proof: 'x' }));
  expect(await outside.get(`${fine}/health`)).toEqual({ status: 200, body: '{"proof":"x"}' });
  const moved = await answering((response) => response.writeHead(302, { location: fine }).end());
  expect(await outside.get(moved)).toMatchObject({ status: 302 });
});

test('a huge answer and no answer are refused', async () => {
  const huge = await answering((response) => response.end('x'.repeat(1024 * 1024)));
  await expect(outside.get(huge)).rejects.toThrow('exceeded max size');
  await expect(outside.get('http://127.0.0.1:9')).rejects.toThrow('ECONNREFUSED');
});

test('a name without an address has none', async () => {
  expect(await outside.addressesOf('nobody.invalid')).toEqual([]);
  expect(await outside.addressesOf('localhost')).not.toEqual([]);
});
