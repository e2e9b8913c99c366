import { z } from 'zod';

/** What a benchmark tells the stub carrier: how it is to answer, counting anew or not. */
export const carrierOrder = z.object({
  latencyMs: z.number().default(0),
  callbacks: z.boolean().default(false),
  authToken: z.string().default(''),
  reset: z.boolean().default(false),
});

/** Or what it asks: everything stays as it is, and the answer says when this phone last got a text. */
export const carrierQuestion = z.object({ about: z.string() });

/** What one sending number gave the carrier; moments in ms of the machine's clock. */
const fromNumber = z.object({ texts: z.number(), firstAtMs: z.number(), lastAtMs: z.number() });
export type FromNumber = z.infer<typeof fromNumber>;

export const carrierState = z.object({
  port: z.number(),
  accepted: z.number(),
  /** Different phones among them. */
  phones: z.number(),
  fromNumbers: z.record(z.string(), fromNumber),
  /** When the phone that was asked about last got a text. */
  phoneAtMs: z.number().nullable(),
});
export type CarrierState = z.infer<typeof carrierState>;
