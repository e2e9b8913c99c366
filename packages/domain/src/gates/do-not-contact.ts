import { sql, type SQL } from 'drizzle-orm';
import { marketingKinds } from '@sms-crm/contracts/gates';
import { pass, type Gate } from './gate.ts';

/** A phone on the list is never texted, whatever else is known of it. */
export const doNotContactGate: Gate = {
  name: 'do-not-contact',
  version: 3,
  decide: ({ doNotContact }) => (doNotContact ? { type: 'skip', reason: 'do_not_contact' } : pass),
};

/** The text that is about to be sent: its kind, and whether it is simulated; what simulated recipients asked for counts for such texts alone. */
export type Listed = { kind: SQL; simulated: SQL | boolean };

/** The fact this gate looks at, for a phone column of an outer query: the list of the tenant, and that of the platform. */
export function isDoNotContact(phone: SQL, text: Listed): SQL<boolean> {
  return sql<boolean>`(${isOnOwnList(phone, text)} or exists (select from platform_do_not_contact pd where pd.phone = ${phone} and pd.lifted_at is null))`;
}

/** The same of the tenant's own list alone. */
export function isOnOwnList(phone: SQL, text: Listed): SQL<boolean> {
  return sql<boolean>`exists (select from do_not_contact d where d.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and d.phone = ${phone} and ${entryForbids(text)})`;
}

/** Whether the entry `d` of a tenant's list is in force for this text. */
export function entryForbids({ kind, simulated }: Listed): SQL<boolean> {
  const ofScope = sql`(d.scope = 'all' or ${kind} = any (${sql.raw(marketing)}))`;
  return sql<boolean>`d.lifted_at is null and ${ofScope} and (not d.simulated or ${typeof simulated === 'boolean' ? sql`${simulated}::boolean` : simulated})`;
}

const marketing = `array[${marketingKinds.map((kind) => `'${kind}'`).join(', ')}]`;
