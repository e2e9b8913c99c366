import type { TxContext } from '../context/context.ts';

/** Where evidence comes from; `timeZone` reads local dates, `actor` is who vouches for it. */
export type ConsentOrigin = {
  source: string;
  wording: string | null;
  importId: string;
  timeZone: string;
  actor: string;
};

/**
 * Adds evidence that contacts agreed, each at its own moment; their consent state is the caller's.
 *
 * @param rows `agreedAt` is ISO 8601 ending in `Z`, or a local date or time of the origin's zone
 */
export async function addConsentEvents(
  ctx: TxContext,
  rows: readonly { id: string; phone: string; agreedAt: string }[],
  origin: ConsentOrigin,
): Promise<void> {
  if (rows.length === 0) return;
  await ctx.tx.db.$client.query({
    name: 'consent-events-add',
    text: `insert into consent_events (tenant_id, contact_id, phone, type, source, agreed_at, wording, import_id, actor)
      select $1, e.contact_id, e.phone, 'granted', $2,
        case when right(e.agreed_at, 1) = 'Z' then e.agreed_at::timestamptz
             else e.agreed_at::timestamp at time zone $3 end,
        $4, $5, $6
      from unnest($7::uuid[], $8::text[], $9::text[]) as e (contact_id, phone, agreed_at)`,
    values: [
      ctx.tenantId,
      origin.source,
      origin.timeZone,
      origin.wording,
      origin.importId,
      origin.actor,
      rows.map((row) => row.id),
      rows.map((row) => row.phone),
      rows.map((row) => row.agreedAt),
    ],
  });
}
