import { z } from 'zod';

/** Which status callbacks are to be made: of so many texts, `sent` and `delivered` each, signed for one account and address. */
export const callbackOrder = z.object({
  publicApiUrl: z.string(),
  callbackSecret: z.string(),
  account: z.object({ key: z.string(), sid: z.string(), token: z.string() }),
  /** Ids of the texts are made of their numbers, the first of which is this. */
  firstText: z.number(),
  texts: z.number(),
});

/** What the poster is to do: make callbacks and keep them, or post those it made. */
export const postingOrder = z.union([
  z.object({ make: callbackOrder }),
  z.object({ post: z.object({ port: z.number(), connections: z.number() }) }),
]);
export const postingResult = z.object({
  seconds: z.number(),
  /** How long the 99th of a hundred waited for its answer, ms. */
  p99: z.number(),
});

/** The id of a text of a benchmark. */
export function textId(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}
