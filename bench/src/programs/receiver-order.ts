import { z } from 'zod';

/** What a receiver of callbacks is asked: to count anew, or only how many came. */
export const receiverOrder = z.object({ reset: z.boolean().default(false) });
export const receiverState = z.object({ port: z.number(), received: z.number() });
