import pg from 'pg';

/** The login that owns the tables of a server we started, and the database it owns. */
const ownerRole = 'sms_owner';
const database = 'sms_crm';

/**
 * Makes the owner and its database on a server we started. The owner is no superuser: it may log in and
 * make the roles of the processes.
 *
 * @returns the owner's URL of the database
 */
export async function ensureOwner(superuserUrl: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [ownerRole]);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    await client.query(
      `${verb} role ${ownerRole} login createrole password ${client.escapeLiteral(password)}`,
    );
    const found = await client.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database} owner ${ownerRole}`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.username = ownerRole;
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.href;
}
