import { z } from 'zod';

/** How a text travels: GSM-7 holds 160 characters a part, UCS-2 holds 70. */
export const encoding = z.enum(['GSM-7', 'UCS-2']);
