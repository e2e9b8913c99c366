import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '@sms-crm/local/packages';
import { freePort } from '@sms-crm/local/ports';
import { pingRedis } from '@sms-crm/local/redis/check';
import { waitUntil } from '@sms-crm/local/wait-until';

/** A Redis of the benchmark's own, kept on disk as an installation's is. */
export async function openRedis(): Promise<{ url: string; close: () => Promise<void> }> {
  const command = findProgram(['redis-server', 'valkey-server']);
  if (command === undefined) throw new Error('redis-server is not on the PATH; `npm test` installs it.');
  const folder = mkdtempSync(join(tmpdir(), 'sms-crm-bench-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const flags = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', save: '' };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(command, args, { stdio: 'ignore' });
  await waitUntil(() => pingRedis(url), { what: 'Redis', deadlineMs: 20_000 });
  return {
    url,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
