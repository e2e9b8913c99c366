import type { TestServices } from '../src/testing/kit.ts';
import { addContact, addMessage, newSender, rowsOf, type Sender } from './webhook-kit.ts';

/** Who wrote `newText`. */
export const phone = '+14155552671';

/** A tenant with a contact who got a campaign's text. */
export async function newRecipient(services: TestServices): Promise<Sender> {
  const sender = await newSender(services);
  const contactId = await addContact(sender, phone, 'granted');
  await addMessage(sender, {
    contactId,
    numberId: sender.numbers.self,
    phone,
    status: 'delivered',
    handedOverAt: new Date(),
  });
  return sender;
}

/** Entries in force, the contact's consent, confirmations asked for, and opt-outs counted. */
export async function stateOfRecipient(services: TestServices, sender: Sender) {
  const [row] = await rowsOf(
    services,
    sender,
    `select (select array_agg(origin || ':' || scope order by origin) from do_not_contact where tenant_id = $1 and lifted_at is null) as entries,
      (select consent from contacts where tenant_id = $1) as consent,
      (select count(*)::int from messages where tenant_id = $1 and kind = 'opt-out-confirmation') as confirmed,
      (select coalesce(sum(value), 0)::int from campaign_hourly where tenant_id = $1 and metric = 'opt-out') as counted`,
  );
  return row;
}

export const untouched = { entries: null, consent: 'granted', confirmed: 0, counted: 0 };
export const held = { ...untouched, entries: ['review:marketing'] };
export const stopped = { entries: ['recipient:all'], consent: 'revoked', confirmed: 1, counted: 1 };
