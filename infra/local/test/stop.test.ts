import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { allGone, eventually, Launcher, type Seen } from './kit/launcher.ts';
import { tempFolder } from './kit/temp-folder.ts';

// Two starts in a row with their recovery, on a machine that is busy with other suites.
vi.setConfig({ testTimeout: 120_000 });

test('SIGTERM ends every process and exits 0', async () => {
  const launcher = launch(tempFolder());
  await launcher.ready();
  const family = launcher.family();
  expect(family.length).toBeGreaterThanOrEqual(4);
  launcher.process.kill('SIGTERM');
  expect(await launcher.exitCode()).toBe(0);
  await allGone(family);
});

test('so does SIGINT, and a stop that takes long says what it waits for', async () => {
  const launcher = launch(tempFolder());
  await launcher.ready();
  const family = launcher.family();
  const redis = family.filter(({ pid }) => commandOf(pid).includes('redis-server'));
  for (const { pid } of redis) process.kill(pid, 'SIGSTOP');
  launcher.process.kill('SIGINT');
  await launcher.prints('Still waiting for redis to end ...');
  for (const { pid } of redis) process.kill(pid, 'SIGCONT');
  expect(await launcher.exitCode()).toBe(0);
  await allGone(family);
});

test('a signal in the middle of a start leaves no process', async () => {
  const folder = tempFolder();
  const launcher = launch(folder);
  await eventually(() => readList(folder).includes('postgres'), 'a started PostgreSQL');
  const family = launcher.family();
  launcher.process.kill('SIGTERM');
  expect(await launcher.exitCode()).toBe(0);
  await allGone(family);
  expect(existsSync(join(folder, 'processes.json'))).toBe(false);
});

test('a launcher that is killed takes its processes with it, and the next start finds the data', async () => {
  const folder = tempFolder();
  const first = launch(folder);
  await remember((await first.ready()).ownerUrl);
  const family = first.family();
  first.process.kill('SIGKILL');
  await allGone(family);
  const second = launch(folder);
  expect(await recall((await second.ready()).ownerUrl)).toBe('kept');
  await end(second);
});

test('what a killed launcher and a killed guard leave is ended by the next start', async () => {
  const folder = tempFolder();
  const first = launch(folder);
  await remember((await first.ready()).ownerUrl);
  const family = first.family();
  killAtOnce([{ pid: first.pid, identity: '' }, ...family.filter(({ pid }) => isGuard(pid))]);
  await first.exitCode();
  const second = launch(folder);
  expect(await recall((await second.ready()).ownerUrl)).toBe('kept');
  expect(second.output).toMatch(/ended what an earlier run left: (?:postgres, redis|redis, postgres)\n/);
  await allGone(family);
  await end(second);
});

test('a pid file of a dead server whose pid another program has now does not hinder the start', async () => {
  const folder = tempFolder();
  const first = launch(folder);
  await remember((await first.ready()).ownerUrl);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  const stale = readFileSync(pidFile, 'utf8');
  await end(first);
  writeFileSync(pidFile, stale.replace(/^\d+/, String(process.pid)));
  const second = launch(folder);
  expect(await recall((await second.ready()).ownerUrl)).toBe('kept');
  await end(second);
});

test('a second start in the same folder is refused and the first runs on', async () => {
  const folder = tempFolder();
  const first = launch(folder);
  const { ownerUrl } = await first.ready();
  const second = launch(folder);
  expect(await second.exitCode()).toBe(1);
  expect(second.output).toContain(`already runs in this clone (process ${first.pid})`);
  await remember(ownerUrl);
  await end(first);
});

test('a service that dies ends the start with its name and its last lines', async () => {
  const launcher = launch(tempFolder());
  await launcher.ready();
  const family = launcher.family();
  killAtOnce(family.filter(({ pid }) => commandOf(pid).includes('redis-server')));
  expect(await launcher.exitCode()).toBe(1);
  expect(launcher.output).toContain('redis ended unexpectedly (ended by SIGKILL)');
  expect(launcher.output).toContain('Ready to accept connections');
  await allGone(family);
});

function launch(folder: string): Launcher {
  const launcher = new Launcher(folder);
  onTestFinished(async () => {
    const family = launcher.family();
    launcher.process.kill('SIGTERM');
    await launcher.exitCode();
    await allGone(family);
  });
  return launcher;
}

async function end(launcher: Launcher): Promise<void> {
  launcher.process.kill('SIGTERM');
  expect(await launcher.exitCode()).toBe(0);
}

function killAtOnce(these: readonly Seen[]): void {
  for (const { pid } of these) process.kill(pid, 'SIGKILL');
}

function isGuard(pid: number): boolean {
  return commandOf(pid).includes('guard.ts');
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}

function readList(folder: string): string {
  const path = join(folder, 'processes.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

async function remember(ownerUrl: string): Promise<void> {
  await query(ownerUrl, `create table note (text text); insert into note values ('kept')`);
}

async function recall(ownerUrl: string): Promise<unknown> {
  return query(ownerUrl, 'select text from note');
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ text: string }>(sql);
    return rows?.[0]?.text;
  } finally {
    await client.end();
  }
}
