import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, testServerUrl, type TestDatabase } from '@sms-crm/db/test-database';
import { loadEnv } from '@sms-crm/runtime/env';
import { testSurroundings } from '@sms-crm/runtime/test-surroundings';
import { senderEnv } from '../src/env.ts';

/** Starting a process takes its time on a busy machine. */
vi.setConfig({ testTimeout: 240_000 });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
});
afterAll(() => database.close());

const secret = (word: string) => `${word}-0123456789abcdefghijklmnopqrstuvwxyz`;

function envOf(changes: Record<string, string>): Record<string, string> {
  return {
    ...testSurroundings(process.env),
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    APP_DATABASE_URL: database.appUrl,
    SYSTEM_DATABASE_URL: database.systemUrl,
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
    PUBLIC_API_URL: 'https://api.test/',
    SHORT_LINK_ORIGIN: 'https://sho.test',
    CALLBACK_SECRET: secret('callbacks'),
    ENCRYPTION_KEY: Buffer.alloc(32, 'key').toString('base64'),
    ...changes,
  };
}

/** Starts the program, which is expected to refuse. @returns its exit code and what it said */
async function refusal(changes: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const main = new URL('../src/main.ts', import.meta.url);
  const child = fork(main, { env: envOf(changes), silent: true, execArgv: [] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code]: unknown[] = await once(child, 'close');
  return { code, said };
}

test('it refuses to start with a role that could look past row security, or with more pools than the server has room for', async () => {
  const [asOwner, tooMany] = await Promise.all([
    refusal({ APP_DATABASE_URL: database.ownerUrl }),
    refusal({ DB_POOL_SIZE: '300' }),
  ]);
  expect(asOwner).toEqual({ code: 1, said: expect.stringContaining('sms_app is not safe to run with') });
  expect(tooMany).toEqual({
    code: 1,
    said: expect.stringMatching(/may open 330 database connections \(this one 304, the others 26\)/),
  });
});

test('secrets that are none are named, all at once', () => {
  const change = { CALLBACK_SECRET: 'change-me-change-me-change-me-change-me', ENCRYPTION_KEY: 'c2hvcnQ=' };
  const load = () => loadEnv(senderEnv, envOf(change));
  expect(load).toThrow('CALLBACK_SECRET: looks like a placeholder');
  expect(load).toThrow('ENCRYPTION_KEY: must be 32 bytes');
  expect(loadEnv(senderEnv, envOf({})).PUBLIC_API_URL).toBe('https://api.test');
});
