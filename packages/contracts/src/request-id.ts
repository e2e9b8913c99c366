import { z } from 'zod';

/** The header in which a caller names its request; it leads through logs and jobs to the carrier. */
export const requestIdHeader = 'x-request-id';

/** The ids of callers that are kept: harmless in a log line and a header. */
export const keptRequestId = z.string().regex(/^[\w-]{8,64}$/);
