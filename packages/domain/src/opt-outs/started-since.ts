import { sql } from 'drizzle-orm';
import { firstIdAt, timeOfId } from '../context/ids-by-time.ts';
import type { TxContext } from '../context/context.ts';
import { inboundParams } from '../webhooks/twilio-params.ts';
import { readKeyword } from './read-keyword.ts';

/** Inbound texts looked at for STARTs; whoever is missed among more is asked again by their next refusal. */
const maxLookedAt = 1_000;

/** What the carrier said of a phone, and when. */
type Said = { phone: string; at: Date };

/** A text that came in; `type` is what the carrier takes it for, by its own words or the tenant's at the carrier. */
type Text = { id: string; phone: string; body: string; type: string | null };

/**
 * Which phones wrote START after the carrier said that they had opted out, which lifted it there: its word may be heard late.
 *
 * @returns the phones
 */
export async function startedSince(ctx: TxContext, said: readonly Said[]): Promise<ReadonlySet<string>> {
  if (said.length === 0) return new Set();
  const phones = sql.param([...new Set(said.map(({ phone }) => phone))]);
  const since = firstIdAt(Math.min(...said.map(({ at }) => at.getTime())));
  const { rows } = await ctx.tx.db.execute<Text>(sql`
    select e.id, e.params->>'From' as phone, coalesce(e.params->>'Body', '') as body, e.params->>'OptOutType' as type
    from webhook_events e
    where e.tenant_id = ${ctx.tenantId} and e.kind = 'inbound' and e.applied_at is null and e.id >= ${since}::uuid
      and e.params->>'From' = any (${phones}::text[])
    union all
    select m.id, m.phone, coalesce(m.body, ''), e.params->>'OptOutType' from messages m
    left join webhook_events e on e.tenant_id = m.tenant_id and e.id = m.id
    where m.tenant_id = ${ctx.tenantId} and m.direction = 'inbound' and m.id >= ${since}::uuid and m.phone = any (${phones}::text[])
    limit ${maxLookedAt}`);
  const starts = rows.filter(isStart);
  return new Set(
    said
      .filter(({ phone, at }) =>
        starts.some((start) => start.phone === phone && timeOfId(start.id) >= at.getTime()),
      )
      .map(({ phone }) => phone),
  );
}

function isStart({ body, type }: Text): boolean {
  const OptOutType = inboundParams.shape.OptOutType.parse(type);
  return readKeyword({ Body: body, OptOutType })?.intent === 'start';
}
