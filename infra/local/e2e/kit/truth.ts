import { z } from 'zod';
import { control } from './client.ts';
import type { Lab } from './lab.ts';

const totals = z.object({
  acceptedTexts: z.number(),
  phonesWithMore: z.number(),
  chargedMicros: z.coerce.number(),
});

const phones = z.object({
  items: z.array(z.object({ phone: z.string(), accepted: z.number() })),
  nextCursor: z.string().nullable(),
});

/** What the simulator took, whatever it answered: totals, and the phones that got a text. */
export async function carrierTruth(lab: Lab): Promise<z.infer<typeof totals> & { phones: Set<string> }> {
  const taken = new Set<string>();
  let cursor: string | null = '0';
  while (cursor !== null) {
    const page: z.infer<typeof phones> = phones.parse(
      await control(lab, `/truth/phones?limit=10000&cursor=${cursor}`),
    );
    for (const { phone } of page.items) taken.add(phone);
    cursor = page.nextCursor;
  }
  return { ...totals.parse(await control(lab, '/truth')), phones: taken };
}

/** Phones whose row says that the carrier has the text, beside those it really has; equal sets when all is well. */
export async function takenByRows(lab: Lab, campaignId: string): Promise<Set<string>> {
  const { rows } = await lab.database.owner.query<{ phone: string }>(
    'select phone from messages where campaign_id = $1 and carrier_message_id is not null',
    [campaignId],
  );
  return new Set(rows.map(({ phone }) => phone));
}

/** Sums over the whole ledger, micro-dollars: of all entries, of what is reserved and of what is charged. */
export async function ledgerSums({
  database,
}: Lab): Promise<{ total: number; reserved: number; charged: number }> {
  const { rows } = await database.owner.query<{ total: string; reserved: string; charged: string }>(
    `select coalesce(sum(micros), 0) as total, coalesce(sum(micros) filter (where side = 'reserved'), 0) as reserved,
       coalesce(sum(micros) filter (where side = 'charged'), 0) as charged from ledger_entries`,
  );
  const { total = 0, reserved = 0, charged = 0 } = rows[0] ?? {};
  return { total: Number(total), reserved: Number(reserved), charged: Number(charged) };
}

/** What a failed test should tell: texts in between with their events, and batches that are not done. */
export async function inBetween({ database }: Lab): Promise<unknown> {
  const { rows } = await database.owner.query(
    `select
       (select json_agg(m) from (
          select m.id, m.phone, m.status, m.attempt, m.claimed_at, m.number_id is not null as numbered, (
            select json_agg(json_build_object('at', e.at, 'type', e.type, 'attempt', e.attempt, 'detail', e.detail) order by e.id)
            from message_events e where e.message_id = m.id) as events
          from messages m where m.status in ('sending', 'unknown') limit 5) m) as messages,
       (select json_agg(b) from (
          select b.id, b.state, b.offer, b.claim, b.waits_for, b.next_at, b.lease_until, b.size, now() as now from message_batches b
          where b.state <> 'done' and exists (
            select from messages m where m.campaign_id = b.campaign_id and m.id between b.first_id and b.last_id and m.status in ('sending', 'unknown'))
          limit 5) b) as batches,
       (select json_agg(s) from campaign_shares s) as shares`,
  );
  return rows[0];
}
