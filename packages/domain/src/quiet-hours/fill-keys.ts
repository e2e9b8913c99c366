import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { quietKeyOf } from './places.ts';
import { currentKeyStart } from './quiet-key.ts';

/** Contacts filled in one step. */
const perStep = 5_000;

/**
 * Works out the quiet key of contacts that have none under the present rules; ordinarily none.
 *
 * @param ids a query for contact ids
 */
export async function fillQuietKeys(ctx: TxContext, ids: SQL, tenantCountry: string): Promise<void> {
  let filled = perStep;
  while (filled === perStep) filled = await fillStep(ctx, ids, tenantCountry);
}

async function fillStep(ctx: TxContext, ids: SQL, tenantCountry: string): Promise<number> {
  const { rows } = await ctx.tx.db.execute<{
    id: string;
    phone: string;
    zone: string | null;
    state: string | null;
  }>(sql`
    with asked as materialized (${ids})
    select c.id, c.phone, c.time_zone as zone, c.region as state from asked join contacts c on c.id = asked.id
    where (c.quiet_key is null or not starts_with(c.quiet_key, ${currentKeyStart}))
    order by c.id limit ${perStep} for no key update of c`);
  if (rows.length === 0) return 0;
  const keys = rows.map(({ phone, ...known }) => quietKeyOf(phone, known, tenantCountry));
  await ctx.tx.db.execute(sql`
    update contacts c set quiet_key = v.key
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[], ${sql.param(keys)}::text[]) as v (id, key) where c.id = v.id`);
  return rows.length;
}
