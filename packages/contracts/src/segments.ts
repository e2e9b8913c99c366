import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { count, id, label, tag, timestamp } from './scalars.ts';

/** Who belongs to a segment. `linkId` is the id of one link of the campaign; any of its links when absent. */
export const segmentFilter = z.discriminatedUnion('type', [
  z.object({ type: z.literal('clicked'), campaignId: id, linkId: id.optional() }),
  /** Got the campaign and did not click. */
  z.object({ type: z.literal('not-clicked'), campaignId: id }),
  z.object({ type: z.literal('replied'), campaignId: id }),
  z.object({ type: z.literal('tag'), tag }),
]);
export type SegmentFilter = z.infer<typeof segmentFilter>;

export const createSegment = z.object({ name: label(120), filter: segmentFilter });
export type CreateSegment = z.infer<typeof createSegment>;

export const updateSegment = createSegment.partial();
export type UpdateSegment = z.infer<typeof updateSegment>;

/** Who belongs to it is counted apart, since that may take seconds: `POST /segments/count`. */
export const segment = z.object({
  id,
  name: z.string(),
  filter: segmentFilter,
  /** The filter as a sentence, e.g. `Clicked a link of “Spring sale”`. */
  words: z.string(),
  createdBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Segment = z.infer<typeof segment>;

export const listSegmentsQuery = pageQuery;
export const segmentPage = pageOf(segment);

/** Body and answer of `POST /segments/count`. */
export const countSegment = z.object({ filter: segmentFilter });
export const segmentCount = z.object({ contacts: count });
