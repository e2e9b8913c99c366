import type { Contact } from '@sms-crm/contracts/contacts';
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
  const known = builtIn.find((item) => item.field === field);
  if (known) return known.label;
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The built-in fields, then the organisation's own as seen on these people. */
export function offeredFields(people: Contact[]): MergeField[] {
  const own = new Set(people.flatMap((person) => Object.keys(person.attributes)));
  const offered = [...own].slice(0, maxOwn);
  return [...builtIn, ...offered.map((field) => ({ field, label: fieldLabel(field), fallback: '' }))];
}

/** What the merge fields hold for one person. */
export function valuesOf(person: Contact): Record<string, string> {
  return {
    ...person.attributes,
    first_name: person.firstName ?? '',
    last_name: person.lastName ?? '',
    email: person.email ?? '',
    city: person.city ?? '',
    region: person.region ?? '',
    postal_code: person.postalCode ?? '',
    phone: person.phone,
  };
}
