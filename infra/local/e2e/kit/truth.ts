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
