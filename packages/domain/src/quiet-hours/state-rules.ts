import { hours, week, type QuietRule, type Week } from './rule.ts';

type Stricter = { holidays?: QuietRule['holidays']; maxPerDay?: number; since?: string };

function rule(state: string, days: Week, source: string, more: Stricter = {}): QuietRule {
  return {
    region: `US-${state}`,
    holdsFor: 'all',
    week: days,
    holidays: more.holidays ?? null,
    maxPerDay: more.maxPerDay ?? null,
    since: more.since ?? null,
    source,
    asOf: '2026-11-21',
  };
}

const daily = (from: number, to: number) => week(hours(from, to), hours(from, to), hours(from, to));
const noSunday = (from: number, to: number) => week(hours(from, to), hours(from, to), null);

const published =
  'strictest of the published state tables (dropcowboy 2025-11, clickpoint 2025-07, stello 2026-04, referrizer, call-desk)';
const onlyStello = 'stello 2026-04';

/**
 * States stricter than the federal rule. Published tables disagree; the strictest wins. Not listed: the federal window.
 * Mississippi counts Central time, its only zone. Illinois and Maine mean prerecorded and automated contacts.
 */
export const stateRules: readonly QuietRule[] = [
  rule('AL', noSunday(8, 20), published, { holidays: 'alabama' }),
  rule('CA', daily(9, 21), onlyStello),
  rule('CT', daily(9, 20), published),
  rule('FL', daily(8, 20), `${published}; Fla. Stat. 501.059`, { maxPerDay: 3 }),
  rule('IL', daily(9, 21), published),
  rule('KY', daily(10, 21), published),
  rule('LA', noSunday(8, 20), published, { holidays: 'louisiana' }),
  rule('MA', daily(8, 20), published),
  rule('MD', daily(8, 20), published, { maxPerDay: 3 }),
  rule('ME', week(hours(9, 17), null, null), 'call-desk'),
  rule('MI', daily(9, 21), published),
  rule('MN', daily(9, 21), published),
  rule('MS', noSunday(8, 20), published),
  rule('NJ', daily(8, 20), 'referrizer'),
  rule('NM', daily(9, 21), published),
  rule('NV', daily(9, 20), published),
  rule('OK', daily(8, 20), published, { maxPerDay: 3 }),
  rule('PA', daily(8, 21), published),
  rule('PA', noSunday(8, 21), 'call-desk', { since: '2026-10-18' }),
  rule('RI', week(hours(9, 18), hours(10, 17), hours(10, 17)), published),
  rule('TX', week(hours(9, 21), hours(9, 21), hours(12, 21)), 'Texas SB 140, texts since 2025-09-01'),
  rule('WA', daily(8, 20), 'Washington HB 1497 (2022)'),
  rule('WY', daily(8, 20), published),
];
