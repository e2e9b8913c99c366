import pg from 'pg';
import { roleUrl, type ProcessRole } from './urls.ts';

/** Thrown when the process roles cannot be made; the message holds the statements an administrator must run. */
export class RoleSetupError extends Error {
  override readonly name = 'RoleSetupError';
}

const insufficientPrivilege = '42501';
const alreadyExists = ['42710', '23505'];

/**
 * Makes the login roles `sms_app` and `sms_system` when they are missing, and gives them these passwords.
 *
 * @throws RoleSetupError with the statements to run when the owner may not create roles
 */
export async function ensureProcessRoles(options: {
  ownerUrl: string;
  appPassword: string;
  systemPassword: string;
}): Promise<void> {
  const wanted: [ProcessRole, string][] = [
    ['sms_app', options.appPassword],
    ['sms_system', options.systemPassword],
  ];
  const client = new pg.Client({ connectionString: options.ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    for (const [role, password] of wanted) {
      if (await canLogIn(roleUrl(options.ownerUrl, role, password))) continue;
      await makeRole(client, role, password);
    }
  } finally {
    await client.end();
  }
}

async function makeRole(client: pg.Client, role: ProcessRole, password: string): Promise<void> {
  const attributes = `login password ${client.escapeLiteral(password)}`;
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  try {
    await client.query(`${verb} role ${role} ${attributes};`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    if (error.code !== undefined && alreadyExists.includes(error.code)) return;
    if (error.code !== insufficientPrivilege) throw error;
    throw new RoleSetupError(
      `This database user may not ${verb} the roles that the processes run as. Let an administrator run\n` +
        `  ${verb} role sms_app login password '…';\n  ${verb} role sms_system login password '…';\n` +
        `with the passwords in APP_DATABASE_URL and SYSTEM_DATABASE_URL, then migrate again.`,
      { cause: error },
    );
  }
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
