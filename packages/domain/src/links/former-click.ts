import { z } from 'zod';
import type { Hit } from './hit-stream.ts';

/** A click as entries of the stream held it before hits travelled in batches; they may still wait there after an upgrade. */
const formerClick = z.object({
  hitId: z.uuid(),
  tenantId: z.uuid(),
  linkId: z.uuid(),
  campaignId: z.uuid(),
  campaignLinkId: z.uuid(),
  messageId: z.uuid(),
  at: z.int().nonnegative(),
  userAgent: z.string(),
});

/** Reads one; undefined when it is none. */
export function decodeFormerClick(text: string): Hit | undefined {
  try {
    const { hitId, userAgent, ...rest } = formerClick.parse(JSON.parse(text));
    return { ...rest, id: hitId, ip: '', agent: userAgent, hints: '' };
  } catch {
    return undefined;
  }
}
