import { z } from 'zod';

/** For which account and address the floor checks signatures, and where it listens. */
export const signatureOnlyOrder = z.object({ publicApiUrl: z.string(), token: z.string() });
export const signatureOnlyResult = z.object({ port: z.number() });
