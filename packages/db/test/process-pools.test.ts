import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '@sms-crm/runtime/logger';
import { Lifecycle } from '@sms-crm/runtime/lifecycle';
import { assertSafeRole } from '../src/pool.ts';
import { usualElsewhere, usualPools } from '../src/pool-sizes.ts';
import { openProcessPools, openSystemPool } from '../src/process-pools.ts';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../src/test-database.ts';

const log = createLogger({ name: 'test', level: 'silent' });

let database: TestDatabase;
const madeRoles: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
});
afterAll(async () => {
  for (const role of madeRoles.toReversed()) {
    await database.owner.query(`drop owned by ${role}; drop role ${role}`);
  }
  await database.close();
});

async function makeRole(attributes: string): Promise<string> {
  const role = `sms_test_role_${randomBytes(4).toString('hex')}`;
  await database.owner.query(`create role ${role} ${attributes} password 'test'`);
  madeRoles.push(role);
  return role;
}

function urlOf(role: string): string {
  const url = new URL(database.ownerUrl);
  url.username = role;
  url.password = 'test';
  return url.href;
}

async function makeTableOf(role: string): Promise<void> {
  await database.owner.query(`create table of_${role} (); alter table of_${role} owner to ${role}`);
}

const makers: [string, string, () => Promise<string>][] = [
  ['a role with BYPASSRLS', 'it has BYPASSRLS', () => makeRole('login bypassrls')],
  [
    'the owner of a table',
    'it owns tables',
    async () => {
      const role = await makeRole('login');
      await makeTableOf(role);
      return role;
    },
  ],
  [
    'a member of the owner',
    'it is a member of another role',
    async () => {
      const owner = await makeRole('nologin');
      await makeTableOf(owner);
      return makeRole(`login noinherit in role ${owner}`);
    },
  ],
  ['a superuser', 'it is a superuser', () => makeRole('login superuser')],
  [
    'a role that may create roles',
    'it may create roles or databases or replicate',
    () => makeRole('login createrole'),
  ],
];

test.each(makers)('%s is refused, for that reason alone', async (_name, reason, make) => {
  const role = await make();
  const pool = new pg.Pool({ connectionString: urlOf(role), max: 1 });
  const refusal = assertSafeRole(pool, 'sms_app');
  await expect(refusal).rejects.toThrow(
    `The database role for sms_app is not safe to run with: it is ${role}, not sms_app; ${reason}. Use`,
  );
  await pool.end();
});

test('a superuser who poses as the role of the process is refused', async () => {
  const role = await makeRole('login superuser');
  const connectionString = urlOf(role);
  const pool = new pg.Pool({ connectionString, options: '-c role=sms_app', max: 1 });
  expect((await pool.query('select current_user as name')).rows).toEqual([{ name: 'sms_app' }]);
  await expect(assertSafeRole(pool, 'sms_app')).rejects.toThrow('it is a superuser');
  await pool.end();
});

async function mostConnections(): Promise<number> {
  const { rows } = await database.owner.query<{ most: number }>(
    `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
       - current_setting('reserved_connections')::int as most`,
  );
  return rows[0]?.most ?? 0;
}

/** Opens the pools of a process as it starts, and closes them. */
async function start(options: { app: number; system: number; elsewhere: number }): Promise<void> {
  const lifecycle = new Lifecycle(log);
  const system = { url: database.systemUrl, max: options.system };
  const opening = { name: 'sender', elsewhere: options.elsewhere, log, lifecycle } as const;
  try {
    await (options.app === 0
      ? openSystemPool({ ...opening, system })
      : openProcessPools({ ...opening, app: { url: database.appUrl, max: options.app }, system }));
  } finally {
    await lifecycle.close();
  }
}

test('pools that fit with those of all other processes are opened, one connection more is refused in words', async () => {
  const left = (await mostConnections()) - 2;
  await start({ app: 16, system: 4, elsewhere: left - 20 });
  await expect(start({ app: 16, system: 4, elsewhere: left - 19 })).rejects.toThrow(
    `The processes may open ${left + 1} database connections (this one 20, the others ${left - 19}), but the server leaves ${left} of its max_connections`,
  );
  await start({ app: 0, system: left, elsewhere: 0 });
  await expect(start({ app: 0, system: left + 1, elsewhere: 0 })).rejects.toThrow(
    /Raise max_connections, lower DB_POOL_SIZE or SYSTEM_DB_POOL_SIZE, or correct DB_CONNECTIONS_ELSEWHERE/,
  );
});

test('unless told otherwise, every process reckons with one of each other kind', () => {
  const names = ['api', 'sender', 'shortener'] as const;
  const sums = names.map((name) => usualPools[name].app + usualPools[name].system + usualElsewhere(name));
  expect(new Set(sums)).toEqual(new Set([46]));
});
