import { desc, eq } from 'drizzle-orm';
import { maxConsentEvents, type ConsentEvent } from '@sms-crm/contracts/contacts';
import { consentEvents, imports } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';

/** The latest pieces of evidence of a contact's consent, at most 20. */
export async function listConsentEvents(ctx: TxContext, contactId: string): Promise<ConsentEvent[]> {
  const rows = await ctx.tx.db
    .select({
      id: consentEvents.id,
      type: consentEvents.type,
      source: consentEvents.source,
      agreedAt: consentEvents.agreedAt,
      wording: consentEvents.wording,
      importId: consentEvents.importId,
      importName: imports.fileName,
      actor: consentEvents.actor,
      createdAt: consentEvents.createdAt,
    })
    .from(consentEvents)
    .leftJoin(imports, eq(imports.id, consentEvents.importId))
    .where(eq(consentEvents.contactId, contactId))
    .orderBy(desc(consentEvents.id))
    .limit(maxConsentEvents);
  return rows.map((row) => ({
    ...row,
    agreedAt: row.agreedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}
