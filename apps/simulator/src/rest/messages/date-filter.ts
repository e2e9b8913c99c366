const msPerDay = 86_400_000;

/** Bounds on the moment a message was sent, ms, both included. */
export type SentBetween = { fromMs: number; toMs: number };

/** Reads Twilio's three date filters; a plain date stands for its whole day in GMT, both bounds are included. */
export function readDateFilter(query: Readonly<Record<string, unknown>>): SentBetween | { bad: string } {
  const bounds: SentBetween = { fromMs: -Infinity, toMs: Infinity };
  for (const [name, raises, lowers] of filters) {
    const text = query[name];
    if (typeof text !== 'string' || text === '') continue;
    const span = readSpan(text);
    if (span === undefined) return { bad: `${name} is not a date: ${text}` };
    if (raises) bounds.fromMs = Math.max(bounds.fromMs, span.fromMs);
    if (lowers) bounds.toMs = Math.min(bounds.toMs, span.toMs);
  }
  return bounds;
}

/** Name, whether it sets the lower bound, whether it sets the upper one. */
const filters: readonly (readonly [string, boolean, boolean])[] = [
  ['DateSent', true, true],
  ['DateSent>', true, false],
  ['DateSent<', false, true],
];

function readSpan(text: string): SentBetween | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const ms = Date.parse(isDay ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(ms)) return undefined;
  // Twilio's dates are whole seconds, so a moment stands for its second.
  return { fromMs: ms, toMs: ms + (isDay ? msPerDay : 1_000) - 1 };
}
