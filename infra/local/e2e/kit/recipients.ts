import { quietKeyOf } from '@sms-crm/domain/quiet-hours/places';
import { z } from 'zod';
import { control } from './client.ts';
import type { Lab } from './lab.ts';

/** Puts contacts who agreed into the demo tenant, `+1415` 2 and 6 digits, as an import leaves them. */
export async function addRecipients(lab: Lab, count: number): Promise<void> {
  await lab.database.owner.query(
    `insert into contacts (tenant_id, phone, first_name, country, consent, quiet_key)
     select $1, '+14152' || lpad(n::text, 6, '0'), 'Name' || n, 'US', 'granted', $3 from generate_series(0, $2::int - 1) n`,
    [lab.demo.tenant.id, count, quietKeyOfRecipients(null)],
  );
}

/** Where they live by their phones, or by a state that is known of them. */
export function quietKeyOfRecipients(state: string | null): string {
  return quietKeyOf(phoneOfRecipient(0), { zone: null, state }, 'US');
}

/** @param at which of those that `addRecipients` made, from 0 */
export function phoneOfRecipient(at: number): string {
  return `+14152${String(at).padStart(6, '0')}`;
}

const page = z.object({
  items: z.array(z.object({ to: z.string(), direction: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Phones the simulator took texts for, once for each text. */
export async function takenPhones(lab: Lab): Promise<string[]> {
  const phones: string[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '1000', ...(cursor === null ? {} : { cursor }) });
    const found: z.infer<typeof page> = page.parse(await control(lab, `/messages?${query.toString()}`));
    phones.push(
      ...found.items.filter((item) => item.direction.startsWith('outbound')).map((item) => item.to),
    );
    cursor = found.nextCursor;
  } while (cursor !== null);
  return phones;
}

/** Statuses whose counters differ from the rows; empty when all is well. */
export async function counterDrift(lab: Lab): Promise<unknown[]> {
  const { rows } = await lab.database.owner.query<Record<string, unknown>>(
    `with counted as (select campaign_id, detail as status, sum(value) as n from campaign_hourly where metric = 'status' group by 1, 2),
       real as (select campaign_id, status, count(*) as n from messages where campaign_id is not null and direction = 'outbound' group by 1, 2)
     select * from counted full join real using (campaign_id, status) where coalesce(counted.n, 0) <> coalesce(real.n, 0)`,
  );
  return rows;
}
