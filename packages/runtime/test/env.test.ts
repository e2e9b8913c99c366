import { expect, test } from 'vitest';
import { z } from 'zod';
import { baseEnv, envCount, EnvError, envPort, loadEnv } from '../src/env.ts';

const schema = z.object({ DATABASE_URL: z.url(), PORT: envPort, WORKERS: envCount.default(4) });

function problemOf(source: Record<string, string | undefined>): string {
  try {
    loadEnv(schema, source);
    return '';
  } catch (error) {
    return error instanceof EnvError ? error.message : `not an EnvError: ${String(error)}`;
  }
}

test('a usable environment is read, with its defaults and without what nobody asked for', () => {
  const source = { DATABASE_URL: 'postgres://db.test/sms', PORT: '3001', HOME: '/home/somebody' };
  expect(loadEnv(schema, source)).toEqual({
    DATABASE_URL: 'postgres://db.test/sms',
    PORT: 3_001,
    WORKERS: 4,
  });
});

test('all problems stand in one error, a line each, and no value is shown', () => {
  const text = problemOf({ DATABASE_URL: 'pass-word', PORT: '70000', WORKERS: '0' });
  const lines = text.split('\n').filter((line) => line.startsWith('  '));
  expect(lines.map((line) => line.trim().split(':')[0])).toEqual(['DATABASE_URL', 'PORT', 'WORKERS']);
  expect(text).not.toContain('pass-word');
  expect(text).toContain('start again');
});

test('an empty variable is a missing one', () => {
  expect(problemOf({ DATABASE_URL: '', PORT: '' })).toBe(problemOf({}));
  expect(loadEnv(schema, { DATABASE_URL: 'http://a.test', PORT: '0', WORKERS: '' }).WORKERS).toBe(4);
});

test.each(['-1', '65536', '80.5', 'http', '1e9', 'Infinity'])('the port "%s" is refused', (port) => {
  expect(problemOf({ DATABASE_URL: 'http://a.test', PORT: port })).toContain('PORT');
});

test('a process without any variable listens only to its own machine', () => {
  expect(loadEnv(baseEnv, {})).toEqual({
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    METRICS_PORT: 0,
    SHUTDOWN_GRACE_MS: 300,
  });
});
