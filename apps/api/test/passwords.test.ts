import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { passwords } from '../src/auth/passwords.ts';

test('a burst of passwords leaves threads to what new database connections compute', async () => {
  const hash = await passwords.hash('the right password');
  expect(await passwords.verify({ hash, password: 'the right password' })).toBe(true);
  const ended: string[] = [];
  const checks = Array.from({ length: 12 }, async () => {
    expect(await passwords.verify({ hash, password: 'a wrong password' })).toBe(false);
    ended.push('password');
  });
  await promisify(pbkdf2)('password', 'salt', 4_096, 32, 'sha256');
  ended.push('connection');
  await Promise.all(checks);
  expect(ended.indexOf('connection')).toBeLessThan(6);
});
