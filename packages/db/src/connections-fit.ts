import type pg from 'pg';

/** Connections left for the migrator and an administrator who is no superuser. */
const keptConnections = 2;

/**
 * Checks that the pools of this process and of all others fit into the server.
 *
 * @param own most connections this process opens
 * @param elsewhere most connections all other processes of the installation open
 * @throws Error naming both numbers and the fix
 */
export async function assertConnectionsFit(
  pool: pg.Pool,
  { own, elsewhere }: { own: number; elsewhere: number },
): Promise<void> {
  const { rows } = await pool.query<{ most: number; reserved: number }>(`
    select current_setting('max_connections')::int as most,
      current_setting('superuser_reserved_connections')::int + current_setting('reserved_connections')::int as reserved`);
  const { most = 0, reserved = 0 } = rows[0] ?? {};
  const left = most - reserved - keptConnections;
  if (own + elsewhere <= left) return;
  throw new Error(
    `The processes may open ${own + elsewhere} database connections (this one ${own}, the others ${elsewhere}), ` +
      `but the server leaves ${left} of its max_connections = ${most}. Raise max_connections, lower DB_POOL_SIZE or ` +
      `SYSTEM_DB_POOL_SIZE, or correct DB_CONNECTIONS_ELSEWHERE, which is what all other processes together may open.`,
  );
}
