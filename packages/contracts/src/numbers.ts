import { z } from 'zod';
import { pageOf } from './paging.ts';
import { id, phone } from './scalars.ts';

export const numberTypes = ['long-code', '10dlc', 'toll-free', 'short-code'] as const;
export const numberType = z.enum(numberTypes);
export type NumberType = z.infer<typeof numberType>;

/** Who answers a STOP with the one confirmation: the carrier, the toll-free network, or we. */
export const stopConfirmers = ['carrier', 'network', 'self'] as const;
export const stopConfirmer = z.enum(stopConfirmers);
export type StopConfirmer = z.infer<typeof stopConfirmer>;

export const sendingNumber = z.object({
  id,
  phone,
  type: numberType,
  /** Parts a second the carrier takes. */
  rateParts: z.number().positive(),
  isDefault: z.boolean(),
  stopConfirmer,
});
export type SendingNumber = z.infer<typeof sendingNumber>;
export const numberPage = pageOf(sendingNumber);
