import { z } from 'zod';
import { label, micros } from './scalars.ts';

/** Most prices an organisation has of its own. */
const maxPrices = 2_000;

/** Digits a phone begins with, without the plus, e.g. `44` or `1809`. */
const prefix = z.string().regex(/^[1-9]\d{0,14}$/, 'Use 1 to 15 digits without a plus, e.g. 44');

export const ownPrice = z.object({ prefix, partMicros: z.int().min(0).max(100_000_000) });

/** One price per part; `own` ones are the organisation's, the others come with the product. */
export const price = z.object({
  prefix: z.string(),
  partMicros: micros,
  source: z.string(),
  own: z.boolean(),
});
export const prices = z.object({
  items: z.array(price),
  /** Price per part of a phone that no prefix fits: the highest of all. */
  otherwiseMicros: micros,
});
export type Prices = z.infer<typeof prices>;

/** The whole list of own prices: what is not in it is removed. The longest prefix counts, an own one before the product's. */
export const putPrices = z
  .object({ source: label(200), items: z.array(ownPrice).max(maxPrices) })
  .refine(({ items }) => new Set(items.map((item) => item.prefix)).size === items.length, {
    path: ['items'],
    error: 'A prefix is there twice',
  });
export type PutPrices = z.infer<typeof putPrices>;
