import { z } from 'zod';

/** What a floor is to do: so many texts, with so many requests open. */
export const floorOrder = z.object({
  client: z.enum(['bare', 'sdk']),
  baseUrl: z.string(),
  texts: z.number(),
  open: z.number(),
  /** Where the carrier posts; an address nobody listens at when absent. */
  statusCallback: z.string().optional(),
});
export const floorResult = z.object({ seconds: z.number() });
