import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createLogger } from '@sms-crm/runtime/logger';
import { migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import { databaseUrl, roleUrl } from './urls.ts';

const passwords = { appPassword: 'test-app', systemPassword: 'test-system' };
const template = 'sms_test_template';
const lockKey = 5_120_907;

/** The server on which this process has found the template in order. */
let templateOf: string | undefined;

/** A migrated database of one test file's own. */
export type TestDatabase = {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  app: pg.Pool;
  system: pg.Pool;
  owner: pg.Pool;
  close: () => Promise<void>;
};

/**
 * Clones the migrated template into a database of its own; the first caller of a run makes the template.
 *
 * @param serverUrl a login that may create databases and roles; the tests' own server
 */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `sms_test_${randomBytes(6).toString('hex')}`;
  await withServer(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    if (templateOf !== serverUrl) await ensureTemplate(client, serverUrl);
    templateOf = serverUrl;
    // Copying files begins and ends with a checkpoint of the whole server, which is busy with other tests.
    await client.query(`create database ${name} template ${template} strategy wal_log`);
    await client.query('select pg_advisory_unlock($1)', [lockKey]);
  });
  const ownerUrl = databaseUrl(serverUrl, name);
  const appUrl = roleUrl(ownerUrl, 'sms_app', passwords.appPassword);
  const systemUrl = roleUrl(ownerUrl, 'sms_system', passwords.systemPassword);
  const log = createLogger({ name: 'test', level: 'silent' });
  const app = createPool({ url: appUrl, role: 'sms_app', max: 8, name: 'test', log });
  const system = createPool({ url: systemUrl, role: 'sms_system', max: 4, name: 'test', log });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  // Tests end connections on purpose; what is lost shows in the statement that needed it.
  owner.on('error', () => undefined);
  owner.on('connect', (client) => client.on('error', () => undefined));
  return {
    ownerUrl,
    appUrl,
    systemUrl,
    app,
    system,
    owner,
    close: async () => {
      await Promise.all([app.end(), system.end(), owner.end()]);
      await withServer(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** The server under test, as `npm test` hands it over. */
export function testServerUrl(source: Record<string, string | undefined>): string {
  const url = source['TEST_OWNER_DATABASE_URL'];
  if (url === undefined) throw new Error('TEST_OWNER_DATABASE_URL is not set: run the tests by `npm test`.');
  return url;
}

async function ensureTemplate(client: pg.Client, serverUrl: string): Promise<void> {
  const url = databaseUrl(serverUrl, template);
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
  if (rowCount === 0) await client.query(`create database ${template}`);
  try {
    await migrate({ ownerUrl: url, ...passwords });
  } catch (error) {
    if (rowCount === 0) throw error;
    // Migrations changed since the template was made: make it anew.
    await client.query(`drop database ${template} with (force)`);
    await client.query(`create database ${template}`);
    await migrate({ ownerUrl: url, ...passwords });
  }
}

async function withServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
