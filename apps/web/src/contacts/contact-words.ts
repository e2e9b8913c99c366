import type { ConsentEvent, ConsentState, Contact } from '@sms-crm/contracts/contacts';
import { formatPhone } from '../format/phones.ts';
import type { Tone } from '../ui/status-mark.tsx';

/** How a contact is called: the name, or the phone of somebody unnamed. */
/** An own field as people read it: `loyalty_tier` as `Loyalty tier`. */
export function ownFieldLabel(key: string): string {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function contactTitle(contact: Contact): string {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ');
  return name || formatPhone(contact.phone);
}

export const consentWords: Record<ConsentState, { words: string; tone: Tone; meaning: string }> = {
  granted: { words: 'Agreed', tone: 'good', meaning: 'Agreed to marketing texts.' },
  unknown: {
    words: 'Unknown',
    tone: 'warn',
    meaning: 'There is no record that they agreed, so marketing texts skip them.',
  },
  revoked: {
    words: 'Withdrawn',
    tone: 'bad',
    meaning: 'Withdrew their agreement, so marketing texts skip them.',
  },
};

export const consentSourceWords = {
  'web-form': 'Form on a website',
  'paper-form': 'Paper form',
  'text-keyword': 'Texted a keyword',
  checkout: 'At checkout',
  'in-person': 'In person',
  'phone-call': 'On the phone',
  other: 'Another way',
} as const;

const wordsBySource: Readonly<Record<string, string>> = consentSourceWords;

/** How somebody agreed, in words; a source that is not ours stays as it was recorded. */
export function sourceWords(source: string): string {
  return wordsBySource[source] ?? source;
}

export const consentEventWords: Record<ConsentEvent['type'], string> = {
  granted: 'Agreed',
  revoked: 'Withdrew',
  restored: 'Agreed again',
};

/** For a select: the value of the contract and its words. */
export const consentSourceOptions = Object.entries(consentSourceWords).map(([value, label]) => ({
  value,
  label,
}));
