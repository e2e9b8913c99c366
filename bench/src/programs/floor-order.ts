import { z } from 'zod';

/** What a floor is to do: so many texts, with so many requests open. */
export const floorOrder = z.object({
  client: z.enum(['bare', 'sdk']),
  baseUrl: z.string(),
  texts: z.number(),
  open: z.number(),
});
export const floorResult = z.object({ seconds: z.number() });
