import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { Lifecycle } from '../src/lifecycle.ts';
import { createLogger } from '../src/logger.ts';

const main = fileURLToPath(new URL('ending-process.ts', import.meta.url));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts a real process and waits until it is ready, or gone. */
async function start(mode: string, stdio: StdioOptions = 'pipe') {
  const child = spawn(process.execPath, [main, mode], { stdio });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = once(child, 'exit').then(() => child.exitCode);
  await expect.poll(() => output, { timeout: 5_000 }).toMatch(/ready|could not start/);
  return { child, code, output: () => output };
}

function newLifecycle() {
  const closed: string[] = [];
  const lifecycle = new Lifecycle(createLogger({ name: 'test', level: 'silent' }));
  const add = (name: string, after: Promise<void> = Promise.resolve()) =>
    lifecycle.onClose(name, async () => {
      await after;
      closed.push(name);
    });
  return { lifecycle, closed, add };
}

test('parts close one after the other, the last opened first', async () => {
  const { lifecycle, closed, add } = newLifecycle();
  const slow = Promise.withResolvers<void>();
  add('database');
  add('queue', slow.promise);
  add('server');
  const end = lifecycle.close();
  await expect.poll(() => closed).toEqual(['server']);
  slow.resolve();
  await end;
  expect(closed).toEqual(['server', 'queue', 'database']);
});

test('parts that need nothing of each other close at the same time, before those opened earlier', async () => {
  const { lifecycle, closed, add } = newLifecycle();
  const slow = Promise.withResolvers<void>();
  add('database');
  lifecycle.onCloseTogether({
    workers: () => slow.promise.then(() => void closed.push('workers')),
    clicks: () => Promise.reject(new Error('no clicks')),
    pump: () => void closed.push('pump'),
  });
  const end = lifecycle.close();
  await expect.poll(() => closed).toEqual(['pump']);
  slow.resolve();
  await expect(end).rejects.toMatchObject({ errors: [{ message: 'no clicks' }] });
  expect(closed).toEqual(['pump', 'workers', 'database']);
});

test('a part that fails does not keep the others open, and the end tells it', async () => {
  const { lifecycle, closed, add } = newLifecycle();
  add('database');
  add('queue', Promise.reject(new Error('queue is gone')));
  lifecycle.onClose('metrics', () => {
    throw new Error('no metrics');
  });
  add('server');
  const failure: unknown = await lifecycle.close().catch((error: unknown) => error);
  expect(closed).toEqual(['server', 'database']);
  expect(failure).toMatchObject({ errors: [{ message: 'no metrics' }, { message: 'queue is gone' }] });
});

test('parts close once, however often the end is asked for', async () => {
  const { lifecycle, closed, add } = newLifecycle();
  add('server');
  await Promise.all([lifecycle.close(), lifecycle.close()]);
  await lifecycle.close();
  expect(closed).toEqual(['server']);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a process ends with 0 on %s after closing its parts',
  async (signal) => {
    const { child, code, output } = await start('clean');
    child.kill(signal);
    expect(await code).toBe(0);
    await expect.poll(output).toBe('ready\nclosed server\nclosed work\n');
  },
);

test('a process whose part fails to close closes the others and ends with 1', async () => {
  const { child, code, output } = await start('failing');
  child.kill('SIGTERM');
  expect(await code).toBe(1);
  await expect.poll(output).toBe('ready\nclosed server\nclosed work\n');
});

test('a process whose part hangs ends with 1 at its deadline, even when nothing else runs', async () => {
  const { child, code, output } = await start('hanging');
  child.kill('SIGTERM');
  expect(await code).toBe(1);
  await expect.poll(output).toBe('ready\nclosed server\n');
});

test('a process ends when the parent that holds its channel is gone', async () => {
  const { child, code, output } = await start('clean', ['ignore', 'pipe', 'pipe', 'ipc']);
  child.disconnect();
  expect(await code).toBe(0);
  await expect.poll(output).toContain('closed work');
});

test('a process that cannot start says why in one line and ends with 1', async () => {
  const { code, output } = await start('unknown');
  expect(await code).toBe(1);
  await expect.poll(output).toBe('ending-process could not start: tell me how to end\n');
});
