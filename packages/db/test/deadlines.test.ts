import { randomUUID } from 'node:crypto';
import { createLogger } from '@sms-crm/runtime/logger';
import { withDeadline } from '@sms-crm/runtime/metrics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../src/pool.ts';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../src/test-database.ts';
import { errorCode, isConnectionLoss, withTenant } from '../src/transaction.ts';
import { stallingProxy } from './stalling-proxy.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
});
afterAll(() => database.close());

const log = createLogger({ name: 'test', level: 'silent' });
const deadlines = { waitMs: 500, statementMs: 2_000, answerMs: 700, idleMs: 60_000 };

test('a database that falls silent is given up once by each caller, and its connections are cut', async () => {
  const proxy = await stallingProxy(database.appUrl);
  const pool = createPool({ url: proxy.url, role: 'sms_app', max: 1, name: 'test', log, deadlines });
  let tries = 0;
  const work = (statement: () => void) =>
    withTenant(pool, randomUUID(), async (tx) => {
      tries += 1;
      statement();
      await tx.execute('select 1');
    }).catch((error: unknown) => error);
  expect(await work(() => undefined)).toBeUndefined();
  const held = await withDeadline(work(proxy.stall), 5_000, 'a statement in an open transaction');
  expect([isConnectionLoss(held), tries]).toEqual([true, 2]);
  await expect.poll(proxy.open).toBe(0);
  const both = Promise.all([work(() => undefined), work(() => undefined)]);
  for (const refused of await withDeadline(both, 5_000, 'a connection')) {
    expect(isConnectionLoss(refused)).toBe(true);
  }
  expect(tries).toBe(2);
  await pool.end();
  proxy.close();
});

/** One connection to a server that answers. */
function poolWith(changed: Partial<typeof deadlines>) {
  const patient = { ...deadlines, answerMs: 10_000, ...changed };
  return createPool({ url: database.appUrl, role: 'sms_app', max: 1, name: 'test', log, deadlines: patient });
}

test('the server ends a statement that takes too long, and the connection stays', async () => {
  const pool = poolWith({ statementMs: 200 });
  const late = withTenant(pool, randomUUID(), (tx) => tx.execute('select pg_sleep(60)'));
  expect(await late.catch(errorCode)).toBe('57014');
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test('work that is silent for longer than the server bears is tried twice, and is no lost connection', async () => {
  const pool = poolWith({ idleMs: 50 });
  let tries = 0;
  const slow = await withTenant(pool, randomUUID(), async (tx) => {
    tries += 1;
    await new Promise((ended) => tx.$client.once('end', ended));
    await tx.execute('select 1');
  }).catch((error: unknown) => error);
  expect([errorCode(slow), isConnectionLoss(slow), tries]).toEqual(['25P03', false, 2]);
  await pool.end();
});

test('work that is too slow after connections were lost is not tried for ever', async () => {
  const pool = poolWith({ idleMs: 50 });
  let tries = 0;
  const slow = await withTenant(pool, randomUUID(), async (tx) => {
    tries += 1;
    if (tries > 10) return;
    const ended = new Promise((resolve) => tx.$client.once('end', resolve));
    if (tries <= 2) {
      const { rows } = await tx.$client.query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    }
    await ended;
    await tx.$client.query('select 1');
  }).catch((error: unknown) => error);
  await pool.end();
  expect([errorCode(slow), tries]).toEqual(['25P03', 3]);
});
