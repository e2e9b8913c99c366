import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { quietKeyOf } from './places.ts';
import { currentKeyStart } from './quiet-key.ts';

/** Contacts filled in one step. */
const perStep = 5_000;

/**
 * Works out the quiet key of contacts that have none under the present rules; ordinarily none.
 *
 * @param contacts a query for `id` and `quiet_key`
 */
export async function fillQuietKeys(ctx: TxContext, contacts: SQL, tenantCountry: string): Promise<void> {
  let after: string | null = firstOfAll;
  while (after !== null) after = await fillStep(ctx, contacts, { tenantCountry, after });
}

/** Before every id. */
const firstOfAll = '00000000-0000-0000-0000-000000000000';

/**
 * @param from.after where the step before ended: looking through what is filled already took 150 s with a million contacts
 * @returns where this one ended; null at the end of all
 */
async function fillStep(
  ctx: TxContext,
  contacts: SQL,
  { tenantCountry, after }: { tenantCountry: string; after: string },
): Promise<string | null> {
  const { rows } = await ctx.tx.db.execute<{
    id: string;
    phone: string;
    zone: string | null;
    state: string | null;
  }>(sql`
    select c.id, c.phone, c.time_zone as zone, c.region as state from contacts c
    where c.id = any (array(select asked.id from (${contacts}) asked where asked.id > ${after}::uuid and ${isOld(sql`asked.quiet_key`)} order by asked.id limit ${perStep}))
      and ${isOld(sql`c.quiet_key`)}
    order by c.id for no key update of c`);
  if (rows.length === 0) return null;
  const keys = rows.map(({ phone, ...known }) => quietKeyOf(phone, known, tenantCountry));
  await ctx.tx.db.execute(sql`
    update contacts c set quiet_key = v.key
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[], ${sql.param(keys)}::text[]) as v (id, key) where c.id = v.id`);
  return rows.length < perStep ? null : (rows.at(-1)?.id ?? null);
}

/** Worked out by other rules than today's, or never. */
function isOld(key: SQL): SQL {
  return sql`(${key} is null or not starts_with(${key}, ${currentKeyStart}))`;
}
