import { sql } from 'drizzle-orm';
import { parsePhone } from '../contacts/phone.ts';
import type { TxContext } from '../context/context.ts';

/** After this long the carrier is asked again, ms: somebody may have allowed the country meanwhile. */
const stopMs = 86_400_000;

/** Leaves out everyone in the countries of these phones for a day. */
export async function stopCountries(
  ctx: TxContext,
  stops: readonly { phone: string; code: string; simulated: boolean }[],
): Promise<void> {
  const byCountry = new Map(
    stops.flatMap(({ phone, code, simulated }) => {
      const country = parsePhone(phone, 'US')?.country ?? null;
      return country === null ? [] : [[`${country} ${simulated}`, { country, code, simulated }] as const];
    }),
  );
  const until = new Date(ctx.services.clock.now().getTime() + stopMs).toISOString();
  for (const [, { country, code, simulated }] of [...byCountry].toSorted(([a], [b]) => a.localeCompare(b))) {
    await ctx.tx.db.execute(sql`
      insert into country_stops (tenant_id, country, simulated, code, until)
      values (${ctx.tenantId}::uuid, ${country}, ${simulated}, ${code}, ${until}::timestamptz)
      on conflict (tenant_id, country, simulated) do update set code = excluded.code, until = excluded.until`);
  }
}
