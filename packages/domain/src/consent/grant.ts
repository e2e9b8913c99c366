import { and, inArray, ne } from 'drizzle-orm';
import type { ConsentEvidence } from '@sms-crm/contracts/contacts';
import { consentEvents, contacts } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';

/**
 * Stores evidence that these contacts agreed to marketing texts. Contacts who withdrew their agreement stay
 * withdrawn: only their own START brings them back.
 *
 * @returns how many contacts' consent is `granted` now that was not before
 */
export async function grantConsent(
  ctx: TxContext,
  rows: readonly { id: string; phone: string }[],
  evidence: ConsentEvidence,
  importId: string | null = null,
): Promise<number> {
  if (rows.length === 0) return 0;
  const changed = await ctx.tx.db
    .update(contacts)
    .set({ consent: 'granted', updatedAt: ctx.services.clock.now() })
    .where(
      and(
        inArray(
          contacts.id,
          rows.map((row) => row.id),
        ),
        ne(contacts.consent, 'revoked'),
      ),
    )
    .returning({ id: contacts.id });
  await ctx.tx.db.insert(consentEvents).values(
    rows.map((row) => ({
      tenantId: ctx.tenantId,
      contactId: row.id,
      phone: row.phone,
      type: 'granted' as const,
      source: evidence.source,
      agreedAt: new Date(evidence.agreedAt),
      wording: evidence.wording ?? null,
      importId,
      actor: ctx.actor.label,
    })),
  );
  return changed.length;
}
