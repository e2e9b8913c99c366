import type { AutoReplyHours, AutoReplyMatch } from '@sms-crm/contracts/auto-replies';
import { hasPhrase, indexPhrases, said, wordsOf } from '../opt-out-rules/phrases.ts';

/** Whether a text that was read by `sayingOf` has one of the words where they must stand. */
export type HasWords = (text: ReturnType<typeof sayingOf>) => boolean;

/** Reads a text once for all answers. Case, accents and punctuation do not matter. */
export function sayingOf(body: string) {
  return said(wordsOf(body));
}

/** Prepares the words of an answer for many texts. */
export function readWords({ words, match }: { words: readonly string[]; match: AutoReplyMatch }): HasWords {
  const index = indexPhrases(words.map((phrase) => ({ phrase, owner: null })));
  const where = { atStart: match !== 'contains', atEnd: match === 'whole' };
  return (text) => hasPhrase(index, text, where);
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
