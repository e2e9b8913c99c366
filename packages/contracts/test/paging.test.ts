import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { maxPageSize, pageOf, pageQuery } from '../src/paging.ts';

test('a query without limit gets 50 items', () => {
  expect(pageQuery.parse({})).toEqual({ limit: 50 });
});

test('a limit given as text is taken from 1 to the largest page, and nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 1_000 }), (limit) => {
      const taken = pageQuery.safeParse({ limit: String(limit) });
      expect(taken.success).toBe(limit >= 1 && limit <= maxPageSize);
    }),
  );
  expect(pageQuery.safeParse({ limit: '1.5' }).success).toBe(false);
  expect(pageQuery.safeParse({ limit: 'all' }).success).toBe(false);
});

test('a cursor is bounded', () => {
  expect(pageQuery.safeParse({ cursor: 'c'.repeat(401) }).success).toBe(false);
});

test('the last page says so with a null cursor, never by leaving it out', () => {
  const page = pageOf(z.string());
  expect(page.parse({ items: ['a'], nextCursor: null })).toEqual({ items: ['a'], nextCursor: null });
  expect(page.safeParse({ items: [] }).success).toBe(false);
});
