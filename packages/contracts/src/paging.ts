import { z } from 'zod';
import { text } from './scalars.ts';

/** Most items one page of a list holds. */
export const maxPageSize = 200;

/** `?limit&cursor` of every list; `cursor` is the `nextCursor` of the page before. A misspelled filter is refused: it would show everything. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(50),
  cursor: text.max(400).optional(),
});

/** The answer of every list; `nextCursor` is null on the last page, `total` is there where it is cheap. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.int().nonnegative().optional(),
  });

export type Page<Item> = { items: Item[]; nextCursor: string | null; total?: number };
