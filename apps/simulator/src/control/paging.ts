import { z } from 'zod';

/** The `limit` of a list, 50 unless said. */
export function limitSchema(most: number) {
  return z.coerce.number().int().min(1).max(most).default(50);
}

/** Items looked at for one page; a rare filter over a long list takes several requests instead of one long one. */
const mostSeen = 20_000;

/**
 * Takes up to `limit` wanted items of a walk. A page can have fewer, even none, and still a next cursor:
 * then the search goes on there.
 */
export function pageOf<Item>(
  walk: Iterable<Item>,
  limit: number,
  isWanted: (item: Item) => boolean,
  cursorOf: (item: Item) => string,
): { items: Item[]; nextCursor: string | null } {
  const items: Item[] = [];
  let seen = 0;
  let last: Item | undefined;
  for (const item of walk) {
    if (last !== undefined && (items.length >= limit || seen >= mostSeen)) {
      return { items, nextCursor: cursorOf(last) };
    }
    seen += 1;
    last = item;
    if (isWanted(item)) items.push(item);
  }
  return { items, nextCursor: null };
}
