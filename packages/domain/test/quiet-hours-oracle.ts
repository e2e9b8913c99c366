import type { Place } from '../src/quiet-hours/place.ts';

/**
 * When the law lets a marketing text go out, worked out anew from the published table with Intl's own local times: slow,
 * and sharing nothing with the product but the notion of a place. Hours are `Monday to Friday, Saturday, Sunday`.
 */
const hoursOf: Record<string, string> = {
  'US-AL': '8-20 8-20 -',
  'US-CA': '9-21 9-21 9-21',
  'US-CT': '9-20 9-20 9-20',
  'US-FL': '8-20 8-20 8-20',
  'US-IL': '9-21 9-21 9-21',
  'US-KY': '10-21 10-21 10-21',
  'US-LA': '8-20 8-20 -',
  'US-MD': '8-20 8-20 8-20',
  'US-MA': '8-20 8-20 8-20',
  'US-MI': '9-21 9-21 9-21',
  'US-MN': '9-21 9-21 9-21',
  'US-MS': '8-20 8-20 -',
  'US-NV': '9-20 9-20 9-20',
  'US-NJ': '8-20 8-20 8-20',
  'US-NM': '9-21 9-21 9-21',
  'US-OK': '8-20 8-20 8-20',
  'US-PA': '8-21 8-21 8-21',
  'US-RI': '9-18 10-17 10-17',
  'US-TX': '9-21 9-21 12-21',
  'US-WA': '8-20 8-20 8-20',
  'US-WY': '8-20 8-20 8-20',
  'US-ME': '9-17 - -',
};

const days = (text: string) => text.trim().split(/\s+/);

/** Written out by hand from printed calendars. */
export const holidays: Record<string, string[]> = {
  'US-AL': days(`
    2026-01-01 2026-01-19 2026-02-16 2026-02-17 2026-04-27 2026-05-25 2026-06-01 2026-06-19
    2026-07-03 2026-07-04 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25 2027-01-01
    2027-01-18 2027-02-09 2027-02-15 2027-04-26 2027-05-31 2027-06-07 2027-06-18 2027-06-19
    2027-07-04 2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-25
    2027-12-31`),
  'US-LA': days(`
    2026-01-01 2026-01-08 2026-01-19 2026-02-16 2026-02-17 2026-04-03 2026-05-25 2026-06-19
    2026-07-03 2026-07-04 2026-08-30 2026-09-07 2026-10-12 2026-11-01 2026-11-03 2026-11-11
    2026-11-26 2026-11-27 2026-12-25 2027-01-01 2027-01-08 2027-01-18 2027-02-09 2027-02-15
    2027-03-26 2027-05-31 2027-06-19 2027-07-04 2027-07-05 2027-08-30 2027-09-06 2027-10-11
    2027-11-01 2027-11-11 2027-11-25 2027-11-26 2027-12-24 2027-12-25 2027-12-31`),
};

const formats = new Map<string, Intl.DateTimeFormat>();

type Local = { date: string; weekday: string; minute: number };

export function localOf(zone: string, at: Date): Local {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    date: `${part['year']}-${part['month']}-${part['day']}`,
    weekday: part['weekday'] ?? '',
    minute: Number(part['hour']) * 60 + Number(part['minute']),
  };
}

/** Whether the law of one place allows a text at an instant. */
export function isLawful(place: Place, at: Date): boolean {
  const { date, weekday, minute } = localOf(place.zone, at);
  const region = place.state === null ? place.country : `${place.country}-${place.state}`;
  if (holidays[region]?.includes(date) === true) return false;
  if (region === 'US-PA' && weekday.startsWith('Sun') && date >= '2026-10-18') return false;
  const text = hoursOf[region] ?? usualHours(place);
  const [weekdays = '-', saturday = '-', sunday = '-'] = text.split(' ');
  const isSaturday = weekday.startsWith('Sat');
  const isSunday = weekday.startsWith('Sun');
  const [from = '', to = ''] = (isSaturday ? saturday : isSunday ? sunday : weekdays).split('-');
  return from !== '' && minute >= Number(from) * 60 && minute < Number(to) * 60;
}

function usualHours({ country, state }: Place): string {
  if (country === 'CA') return '9-21.5 10-18 10-18';
  return country === 'US' && state !== null ? '8-21 8-21 8-21' : '9-20 9-20 9-20';
}

export function isLawfulInAll(places: readonly Place[], at: Date): boolean {
  return places.every((place) => isLawful(place, at));
}
