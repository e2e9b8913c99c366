import { asc, count, desc } from 'drizzle-orm';
import type { z } from 'zod';
import type { tagList } from '@sms-crm/contracts/contacts';
import { contactTags } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';

/** Most tags listed. */
const maxTags = 500;

/** Tags in use, most used first. */
export async function listTags(ctx: Context): Promise<z.infer<typeof tagList>> {
  requirePermission(ctx, 'contacts:read');
  return withTransaction(ctx, async ({ tx }) => ({
    items: await tx.db
      .select({ tag: contactTags.tag, contacts: count() })
      .from(contactTags)
      .groupBy(contactTags.tag)
      .orderBy(desc(count()), asc(contactTags.tag))
      .limit(maxTags),
  }));
}
