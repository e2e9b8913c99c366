import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { lockOwner, tryLock } from '../bootstrap/lock.mjs';
import { tempFolder } from './kit/temp-folder.ts';

test('a lock is held until it is released', () => {
  const path = join(tempFolder(), 'some.lock');
  const lock = tryLock(path);
  expect(tryLock(path)).toEqual({ ownerPid: process.pid });
  expect(lockOwner(path)).toBe(process.pid);
  if ('release' in lock) lock.release();
  expect(lockOwner(path)).toBeUndefined();
  expect(tryLock(path)).toHaveProperty('release');
});

test.for(['', 'rubbish', `${process.pid}\nanother start`, '999999999\nx'])(
  'a dead lock is taken over: %j',
  (left) => {
    const path = join(tempFolder(), 'some.lock');
    writeFileSync(path, left);
    expect(lockOwner(path)).toBeUndefined();
    expect(tryLock(path)).toHaveProperty('release');
    expect(lockOwner(path)).toBe(process.pid);
  },
);

test('of many processes that find a dead lock exactly one gets it', async () => {
  const path = join(tempFolder(), 'some.lock');
  writeFileSync(path, '999999999\nx');
  const contender = `
    import { tryLock } from ${JSON.stringify(join(import.meta.dirname, '../bootstrap/lock.mjs'))};
    process.stdout.write('release' in tryLock(process.argv[1]) ? 'won' : 'lost');
    setInterval(() => {}, 1000);
    process.stdin.on('end', () => process.exit()).resume();`;
  const started = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', contender, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const outcomes = started.map((child) => text(child.stdout));
  await Promise.all(started.map((child) => once(child.stdout, 'readable')));
  for (const child of started) child.stdin.end();
  const results = await Promise.all(outcomes);
  expect(results.filter((result) => result === 'won')).toHaveLength(1);
  expect(results.filter((result) => result === 'lost')).toHaveLength(5);
  expect(existsSync(path) && readFileSync(path, 'utf8')).toMatch(/^\d+\n/);
});
