import { ownFieldLabel } from '../../contacts/contact-words.ts';
import type { UsedField } from './template.ts';

export type MergeField = UsedField & { label: string };

/** Fields every contact has, with a fallback that reads well. */
const builtIn: MergeField[] = [
  { field: 'first_name', label: 'First name', fallback: 'there' },
  { field: 'last_name', label: 'Last name', fallback: '' },
  { field: 'city', label: 'City', fallback: 'your city' },
  { field: 'region', label: 'Region', fallback: '' },
  { field: 'postal_code', label: 'Postal code', fallback: '' },
  { field: 'email', label: 'E-mail', fallback: '' },
];

/** Most of the organisation's own fields offered as buttons. */
const maxOwn = 12;

/** `loyalty_tier` → `Loyalty tier`. */
export function fieldLabel(field: string): string {
  return builtIn.find((item) => item.field === field)?.label ?? ownFieldLabel(field);
}

/** The built-in fields, then the organisation's own. */
export function offeredFields(fields: readonly string[]): MergeField[] {
  const own = fields.filter((field) => field !== 'phone' && !builtIn.some((known) => known.field === field));
  const offered = own.slice(0, maxOwn);
  return [...builtIn, ...offered.map((field) => ({ field, label: fieldLabel(field), fallback: '' }))];
}
