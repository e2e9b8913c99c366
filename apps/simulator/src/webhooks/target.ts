import { splitOverrides, type Overrides } from './overrides.ts';

/** Where a webhook goes: what is signed, what is requested and how. */
export type Target = { url: string; origin: string; path: string; overrides: Overrides };

/** Targets and fragments remembered; beyond it remembering starts again. */
const mostRemembered = 1_000;

const origins = new Map<string, string | null>();
const fragments = new Map<string, Overrides>();

/** Characters a parser leaves as they are in a path and its query; what else there is takes the long way. */
const plainPath = /^\/[\w\-.~!$&()*+,;=:@/?%]*$/;

/** A host that stands as it is written, and ends where the path begins. */
const plainHost = /^https?:\/\/[\w.:[\]-]+$/;

/** Dots that make a path climb, and a question mark without a query, which a parser leaves out. */
const unsettled = /\/\.|%2e|\?$/i;

/**
 * Splits a configured address; null when it is none. A campaign's addresses differ in their query alone, so
 * origins and fragments are parsed once: parsing each whole cost more than signing it.
 */
export function targetOf(configured: string): Target | null {
  const hash = configured.indexOf('#');
  const url = hash < 0 ? configured : configured.slice(0, hash);
  const pathAt = url.indexOf('/', 'https://'.length);
  const [host, path] = pathAt < 0 ? ['', ''] : [url.slice(0, pathAt), url.slice(pathAt)];
  if (!plainHost.test(host) || !plainPath.test(path) || unsettled.test(path)) {
    return parsedTarget(configured);
  }
  const origin = remembered(origins, host, (text) => URL.parse(text)?.origin ?? null);
  if (origin === null) return null;
  const fragment = hash < 0 ? '' : configured.slice(hash);
  const overrides = remembered(fragments, fragment, (text) => splitOverrides(text).overrides);
  return { url, origin, path, overrides };
}

function parsedTarget(configured: string): Target | null {
  const { url, overrides } = splitOverrides(configured);
  const target = URL.parse(url);
  return target === null
    ? null
    : { url, origin: target.origin, path: target.pathname + target.search, overrides };
}

function remembered<Value>(known: Map<string, Value>, key: string, find: (key: string) => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= mostRemembered) known.clear();
  const value = find(key);
  known.set(key, value);
  return value;
}
