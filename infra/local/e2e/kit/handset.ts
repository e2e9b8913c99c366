import { control } from './client.ts';
import type { Lab } from './lab.ts';

/** A handset texts the demo tenant's default number. */
export async function textFrom(lab: Lab, phone: string, body: string): Promise<void> {
  const { rows } = await lab.database.owner.query<{ phone: string }>(
    'select phone from sending_numbers where tenant_id = $1 and is_default',
    [lab.demo.tenant.id],
  );
  await control(lab, '/inbound', { method: 'POST', body: { from: phone, to: rows[0]?.phone, body } });
}
