/** The two roles that processes connect as; the owner only migrates. */
export type ProcessRole = 'sms_app' | 'sms_system';

/**
 * The connection URL of a process role on the owner's server and database.
 *
 * @param ownerUrl `postgres://owner:…@host:port/database`
 */
export function roleUrl(ownerUrl: string, role: ProcessRole, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The same server and login with another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
