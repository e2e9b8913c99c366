/** Countries that write the month first. */
const monthFirst = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP', 'PH', 'BZ', 'FM', 'MH', 'PW']);

const isoPattern =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const localPattern =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\s*([ap])\.?m\.?)?)?$/i;

/**
 * Reads the moment somebody agreed, as files write it: ISO (`2026-02-25`, `2026-02-25T10:00:00Z`), `m/d/y` in countries
 * that write the month first and `d/m/y` elsewhere, `d.m.y` everywhere.
 *
 * @param country ISO 3166 code that decides what `03/04/2026` is
 * @param now a later moment is not believed
 * @returns `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS` in the tenant's own zone, the same with `Z` when the cell named a zone; null when unreadable or to come
 */
export function parseAgreedAt(text: string, country: string, now: LocalNow): string | null {
  const parsed = parseIso(text) ?? parseLocal(text, country);
  if (parsed === null) return null;
  const limit = parsed.endsWith('Z') ? now.utc : now.local;
  return parsed.slice(0, 19) <= limit.slice(0, Math.min(parsed.length, 19)) ? parsed : null;
}

/** Now, in UTC and by the tenant's clock, as `YYYY-MM-DDTHH:MM:SS`. */
export type LocalNow = { utc: string; local: string };

export function localNow(now: Date, zone: string): LocalNow {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(now);
  return { utc: now.toISOString().slice(0, 19), local: local.replace(' ', 'T') };
}

function parseIso(text: string): string | null {
  const [whole, year, month, day, time, zone] = isoPattern.exec(text) ?? [];
  if (whole === undefined) return null;
  const date = dateOf(year, month, day);
  if (date === null || time === undefined) return date;
  const clock = clockOf(time, undefined);
  if (clock === null) return null;
  if (zone === undefined) return `${date}T${clock}`;
  const offset =
    zone.toUpperCase() === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const moment = new Date(`${date}T${clock}${offset.toUpperCase()}`);
  return Number.isNaN(moment.getTime()) ? null : `${moment.toISOString().slice(0, 19)}Z`;
}

function parseLocal(text: string, country: string): string | null {
  const [whole, first, separator, second, year, time, half] = localPattern.exec(text) ?? [];
  if (whole === undefined) return null;
  const fullYear = year?.length === 2 ? `20${year}` : year;
  const monthIsFirst = separator !== '.' && monthFirst.has(country);
  const date = monthIsFirst ? dateOf(fullYear, first, second) : dateOf(fullYear, second, first);
  if (date === null || time === undefined) return date;
  const clock = clockOf(time, half);
  return clock === null ? null : `${date}T${clock}`;
}

function dateOf(year?: string, month?: string, day?: string): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const date = new Date(Date.UTC(y, m - 1, d));
  if (y < 1990 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  return date.toISOString().slice(0, 10);
}

function clockOf(time: string, half: string | undefined): string | null {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const hour = half === undefined ? hours : (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const valid =
    hour < 24 && minutes < 60 && seconds < 60 && (half === undefined || (hours >= 1 && hours <= 12));
  if (!valid) return null;
  return [hour, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':');
}
