import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { id, label, text, timestamp } from './scalars.ts';

/** A canned reply; its body may hold merge fields, e.g. `{{first_name|there}}`. */
export const messageTemplate = z.object({
  id,
  name: z.string(),
  body: z.string(),
  createdBy: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type MessageTemplate = z.infer<typeof messageTemplate>;
export const listTemplatesQuery = pageQuery;
export const templatePage = pageOf(messageTemplate);

export const createTemplate = z.object({ name: label(80), body: text.trim().min(1).max(1_600) });
export type CreateTemplate = z.infer<typeof createTemplate>;
export const updateTemplate = createTemplate.partial();
export type UpdateTemplate = z.infer<typeof updateTemplate>;
