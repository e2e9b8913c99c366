import { z } from 'zod';

/** What a benchmark tells the stub carrier: how it is to answer, counting anew or not. */
export const carrierOrder = z.object({
  latencyMs: z.number().default(0),
  callbacks: z.boolean().default(false),
  authToken: z.string().default(''),
  reset: z.boolean().default(false),
});

export const carrierState = z.object({
  port: z.number(),
  accepted: z.number(),
  /** Different phones among them. */
  phones: z.number(),
  callbacksSent: z.number(),
  /** When the last text was taken, ms of the machine's clock. */
  lastAtMs: z.number(),
  /** When each phone that was asked about got its text. */
  firstAtMs: z.number(),
});
export type CarrierState = z.infer<typeof carrierState>;
