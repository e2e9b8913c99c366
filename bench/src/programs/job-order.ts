import { z } from 'zod';

/** One campaign for the contrast: whose rows, and how many at the same time. */
export const jobOrder = z.object({
  databaseUrl: z.string(),
  redisUrl: z.string(),
  baseUrl: z.string(),
  tenantId: z.string(),
  campaignId: z.string(),
  open: z.number(),
});
export const jobResult = z.object({ seconds: z.number(), texts: z.number() });
