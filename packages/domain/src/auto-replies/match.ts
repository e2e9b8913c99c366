import type { AutoReplyHours, AutoReplyMatch } from '@sms-crm/contracts/auto-replies';
import { findFirst, indexPhrases, wordsOf } from '../opt-out-rules/phrases.ts';

/** Whether a text has one of the words where they must stand. Case, accents and punctuation do not matter. */
export function hasWords(
  { words, match }: { words: readonly string[]; match: AutoReplyMatch },
  body: string,
): boolean {
  const said = wordsOf(body);
  const index = indexPhrases(words.map((phrase) => ({ phrase, owner: null })));
  return findFirst(index, said).some(
    ({ from, to }) => match === 'contains' || (from === 0 && (match === 'begins' || to === said.length)),
  );
}

const minutesPerHour = 60;

/** Whether these hours let an answer go at a moment, which is given as the weekday and time that clocks show in the tenant's zone. */
export function isHour(hours: AutoReplyHours | null, at: { weekday: number; minute: number }): boolean {
  if (hours === null) return true;
  const [from, until] = [minuteOf(hours.from), minuteOf(hours.until)];
  const yesterday = at.weekday === 1 ? 7 : at.weekday - 1;
  const inside =
    from < until
      ? hours.days.includes(at.weekday) && at.minute >= from && at.minute < until
      : (hours.days.includes(at.weekday) && at.minute >= from) ||
        (hours.days.includes(yesterday) && at.minute < until);
  return inside === (hours.when === 'inside');
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * minutesPerHour + Number(time.slice(3));
}
