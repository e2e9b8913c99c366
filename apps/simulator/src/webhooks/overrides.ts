/** Failures that may be tried again: no connection, no answer in time, an answer of this class. */
export type Failure = 'ct' | 'rt' | '4xx' | '5xx';

/** How one webhook address wants to be called; the carrier's defaults unless its fragment says otherwise. */
export type Overrides = {
  connectTimeoutMs: number;
  readTimeoutMs: number;
  retries: number;
  retryOn: ReadonlySet<Failure>;
};

const everyFailure: readonly Failure[] = ['ct', 'rt', '4xx', '5xx'];

const defaults: Overrides = {
  connectTimeoutMs: 5_000,
  readTimeoutMs: 15_000,
  retries: 1,
  retryOn: new Set<Failure>(['ct']),
};

/**
 * Splits a configured address into what is requested and signed, and the connection overrides of its
 * fragment: `#rc=5&rp=all`. Values out of range or unknown fall back to the default.
 */
export function splitOverrides(configured: string): { url: string; overrides: Overrides } {
  const hash = configured.indexOf('#');
  if (hash < 0) return { url: configured, overrides: defaults };
  const fragment = new URLSearchParams(configured.slice(hash + 1));
  const totalMs = numberOf(fragment.get('tt'), 100, 15_000, 15_000);
  return {
    url: configured.slice(0, hash),
    overrides: {
      connectTimeoutMs: numberOf(fragment.get('ct'), 100, 10_000, defaults.connectTimeoutMs),
      readTimeoutMs: Math.min(totalMs, numberOf(fragment.get('rt'), 100, 15_000, defaults.readTimeoutMs)),
      retries: numberOf(fragment.get('rc'), 0, 5, defaults.retries),
      retryOn: policyOf(fragment.get('rp')),
    },
  };
}

function numberOf(text: string | null, min: number, max: number, fallback: number): number {
  if (text === null || !/^\d{1,6}$/.test(text)) return fallback;
  const value = Number(text);
  return value >= min && value <= max ? value : fallback;
}

function policyOf(text: string | null): ReadonlySet<Failure> {
  if (text === null) return defaults.retryOn;
  const named = text.split(',');
  if (named.includes('all')) return new Set(everyFailure);
  const known = everyFailure.filter((failure) => named.includes(failure));
  return known.length === 0 ? defaults.retryOn : new Set(known);
}
