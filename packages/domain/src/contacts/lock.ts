import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/** What each open transaction has locked already: two gates of one claim count the texts of the same people. */
const lockedIn = new WeakMap<TxContext['tx'], Set<string>>();

/** Locks contacts in the order of their ids, so that two campaigns cannot both take a recipient's last place. */
export async function lockContacts(ctx: TxContext, ids: readonly string[]): Promise<void> {
  const locked = lockedIn.get(ctx.tx) ?? new Set<string>();
  const wanted = ids.filter((id) => !locked.has(id));
  if (wanted.length === 0) return;
  await runPrepared(
    ctx.tx.db,
    sql`select from contacts where id = any (${sql.param(wanted)}::uuid[]) order by id for no key update`,
  );
  lockedIn.set(ctx.tx, new Set([...locked, ...wanted]));
}
