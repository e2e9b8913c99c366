import type { ReplyStanding } from '@sms-crm/contracts/conversations';
import type { contacts } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';
import { describeQuiet } from '../quiet-hours/describe.ts';
import { noNarrowing } from '../quiet-hours/narrowing.ts';
import { candidatePlaces, quietKeyOf } from '../quiet-hours/places.ts';
import { recipientWindows } from '../quiet-hours/recipient-windows.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';
import { tenantSettings } from '../tenants/settings.ts';

/** What to tell somebody who answers at an hour in which marketing may not be sent; null while it may. An answer goes out all the same. */
export async function replyQuiet(
  ctx: TxContext,
  input: { phone: string; contact: typeof contacts.$inferSelect | undefined; simulated: boolean },
): Promise<ReplyStanding['quiet']> {
  const { phone, contact, simulated } = input;
  const { clock } = ctx.services;
  const tenant = await tenantSettings(ctx);
  const known = { zone: contact?.timeZone ?? null, state: contact?.region ?? null };
  const narrowing = readNarrowing(tenant);
  const key = quietKeyOf(phone, known, tenant.defaultCountry);
  const { now } = recipientWindows(key, { clock, narrowing, simulated });
  if (now.type === 'open') return null;
  const opensAt = now.type === 'closed' ? now.opensAt.toISOString() : null;
  const demo = simulated ? clock.demoTime() : null;
  if (demo !== null) return { words: `It is ${demo} for them on the demo clock: a quiet hour.`, opensAt };
  const places = candidatePlaces(phone, known, tenant.defaultCountry);
  const words = describeQuiet(places, narrowing ?? noNarrowing, clock.now()) ?? 'It is a quiet hour for them';
  return { words: words.endsWith('.') ? words : `${words}.`, opensAt };
}
