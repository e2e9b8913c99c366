import { leastOpenMinutes, type QuietHoursSetting } from '@sms-crm/contracts/quiet-hours';
import { DomainError } from '../context/errors.ts';
import { placeName } from './describe.ts';
import { commonWindow, wholeDay, type DayWindow } from './rule.ts';
import { rulesOf } from './rules.ts';

/**
 * Hours of a tenant's own must leave a stretch of the day of people in its country, also of those whose state is not known: whoever has no
 * such stretch is skipped for good.
 *
 * @param country of the tenant, e.g. `US`
 * @throws DomainError `invalid_input` naming the hours the law leaves
 */
export function requireRoom(country: string, { from, to, closedWeekdays }: QuietHoursSetting): void {
  const open = [0, 1, 2, 3, 4, 5, 6].filter((day) => !closedWeekdays.includes(day));
  const lawful = open.map((day) => lawfulWindow(country, day));
  const own = { from: from ?? wholeDay.from, to: to ?? wholeDay.to };
  if (lawful.some((window) => lengthOf(commonWindow(window, own)) >= leastOpenMinutes)) return;
  const widest = lawful.reduce((best, window) => (lengthOf(window) > lengthOf(best) ? window : best), null);
  const law = widest === null ? 'closed' : `${clock(widest.from)} to ${clock(widest.to)}`;
  const detail = `The law lets marketing texts reach people in ${placeName({ country, state: null })} from ${law}, where their state is not known. Leave at least ${leastOpenMinutes} minutes of that open.`;
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'to', detail }] });
}

function lawfulWindow(country: string, day: number): DayWindow | null {
  const rules = rulesOf({ country, state: null });
  return rules.reduce<DayWindow | null>(
    (window, { week }) => commonWindow(window, week[day] ?? null),
    wholeDay,
  );
}

function lengthOf(window: DayWindow | null): number {
  return window === null ? 0 : window.to - window.from;
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
