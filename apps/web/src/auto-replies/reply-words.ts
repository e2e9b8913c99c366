import type { AutoReply, AutoReplyHours, AutoReplyMatch } from '@sms-crm/contracts/auto-replies';

/** Where the words must stand. */
export const matchWords: Record<AutoReplyMatch, { label: string; about: string }> = {
  whole: { label: 'Is one of the words', about: 'Nothing else stands in the text.' },
  begins: { label: 'Begins with one of the words', about: 'Anything may follow.' },
  contains: { label: 'Has one of the words', about: 'Anywhere in the text.' },
};

/** Weekdays as the API counts them. */
export const weekdays = [
  { value: 1, label: 'Mon' },
  { value: 2, label: 'Tue' },
  { value: 3, label: 'Wed' },
  { value: 4, label: 'Thu' },
  { value: 5, label: 'Fri' },
  { value: 6, label: 'Sat' },
  { value: 7, label: 'Sun' },
];

/** `Mon, Tue 09:00 to 17:00`, or outside of it. */
export function hoursWords(hours: AutoReplyHours | null): string {
  if (hours === null) return 'At all hours';
  const days = weekdays.filter(({ value }) => hours.days.includes(value)).map(({ label }) => label);
  const shown = days.length === weekdays.length ? 'Every day' : days.join(', ');
  return `${hours.when === 'outside' ? 'Outside of ' : ''}${shown} ${hours.from} to ${hours.until}`;
}

/** What texts it answers. */
export function asksFor({ words, match }: Pick<AutoReply, 'words' | 'match'>): string {
  return `${matchWords[match].label}: ${words.join(', ')}`;
}
