import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../src/test-database.ts';
import { withTenant } from '../src/transaction.ts';

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into tenants (name, brand_name, help_contact) values ('T', 'T', 'help@example.com') returning id`,
  );
  tenantId = rows[0]?.id ?? '';
});
afterAll(() => database.close());

type Tx = Parameters<Parameters<typeof withTenant>[2]>[0];

async function pidOf(tx: Tx): Promise<number> {
  const { rows } = await tx.$client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

async function isConnected(pid: number): Promise<boolean> {
  const { rowCount } = await database.owner.query('select from pg_stat_activity where pid = $1', [pid]);
  return rowCount === 1;
}

async function phones(): Promise<string[]> {
  const { rows } = await database.owner.query<{ phone: string }>('select phone from contacts order by phone');
  return rows.map((row) => row.phone);
}

const add = (tx: Tx, phone: string) =>
  tx.$client.query('insert into contacts (tenant_id, phone) values ($1, $2)', [tenantId, phone]);

test('a connection lost between two statements ends no process, and the work is done once, by another try', async () => {
  let tries = 0;
  await withTenant(database.app, tenantId, async (tx) => {
    tries += 1;
    await add(tx, '+14155550101');
    const pid = await pidOf(tx);
    await (tries === 1 ? database.owner.query('select pg_terminate_backend($1)', [pid]) : undefined);
    await expect.poll(() => isConnected(pid)).toBe(tries > 1);
    await add(tx, '+14155550102');
  });
  expect(tries).toBe(2);
  expect(await phones()).toEqual(['+14155550101', '+14155550102']);
});

const lock = (tx: Tx, phone: string) =>
  tx.$client.query('select from contacts where phone = $1 for update', [phone]);

test('two transactions that lock in opposite order both succeed', async () => {
  const [first, second] = ['+14155550101', '+14155550102'];
  const both = Promise.withResolvers<void>();
  let waiting = 0;
  const run = (one: string, other: string) =>
    withTenant(database.app, tenantId, async (tx) => {
      await lock(tx, one);
      waiting += 1;
      if (waiting === 2) both.resolve();
      await both.promise;
      await lock(tx, other);
      return 'done';
    });
  expect(await Promise.all([run(first, second), run(second, first)])).toEqual(['done', 'done']);
});

test('what a statement refuses is thrown at once, and nothing of the transaction stays', async () => {
  let tries = 0;
  const refused = withTenant(database.app, tenantId, async (tx) => {
    tries += 1;
    await add(tx, '+14155550103');
    await add(tx, '+14155550101');
  });
  await expect(refused).rejects.toThrow('duplicate key');
  expect(tries).toBe(1);
  expect(await phones()).not.toContain('+14155550103');
});
