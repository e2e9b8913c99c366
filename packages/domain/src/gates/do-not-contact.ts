import { sql, type SQL } from 'drizzle-orm';
import { pass, type Gate } from './gate.ts';

/** A phone on the list is never texted, whatever else is known of it. */
export const doNotContactGate: Gate = {
  name: 'do-not-contact',
  version: 2,
  decide: ({ doNotContact }) => (doNotContact ? { type: 'skip', reason: 'do_not_contact' } : pass),
};

/**
 * The fact this gate looks at, for a phone column of an outer query: the list of the tenant, and that of the platform.
 *
 * @param simulated whether the text is: what simulated recipients asked for counts for such texts alone
 */
export function isDoNotContact(phone: SQL, simulated = true): SQL<boolean> {
  return sql<boolean>`(${isOnOwnList(phone, simulated)} or exists (select from platform_do_not_contact pd where pd.phone = ${phone} and pd.lifted_at is null))`;
}

/** The same of the tenant's own list alone. */
export function isOnOwnList(phone: SQL, simulated = true): SQL<boolean> {
  return sql<boolean>`exists (select from do_not_contact d where d.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and d.phone = ${phone} and d.lifted_at is null and (${simulated}::boolean or not d.simulated))`;
}
