import { sql, type SQL } from 'drizzle-orm';
import type { RecordConsent } from '@sms-crm/contracts/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { findImport } from '../imports/view.ts';
import { segmentCondition } from '../segments/condition.ts';
import { findSegment } from '../segments/find.ts';
import { pastEvidence } from './evidence.ts';

/** Contacts changed by one statement, so that none comes near the time limit of statements. */
const sliceRows = 20_000;

/**
 * Records that all contacts of a group agreed whose consent is `unknown`; who agreed or withdrew before is left alone.
 *
 * @returns how many contacts changed
 * @throws DomainError `not_found` for an import that is not there
 */
export async function recordConsent(ctx: Context, input: RecordConsent): Promise<{ changed: number }> {
  requirePermission(ctx, 'contacts:write');
  const evidence = pastEvidence(ctx, input.consent);
  return withTransaction(ctx, async (ctx) => {
    const { audience } = input;
    if (audience.type === 'import') await findImport(ctx, audience.importId);
    const group = await within(ctx, audience);
    let changed = 0;
    let behind: string | null = null;
    do {
      const slice = await grantSlice(ctx, { ...input, consent: evidence }, { group, behind });
      changed += slice.changed;
      behind = slice.last;
    } while (behind !== null);
    await audit(ctx, {
      action: 'consent.record',
      target: { type: 'contact', id: null },
      after: { ...input, changed },
    });
    return { changed };
  });
}

async function grantSlice(
  ctx: TxContext,
  { audience, consent }: RecordConsent,
  { group, behind }: { group: SQL; behind: string | null },
): Promise<{ changed: number; last: string | null }> {
  const importId = audience.type === 'import' ? audience.importId : null;
  const { rows } = await ctx.tx.db.execute<{ changed: number; last: string | null }>(sql`
    with slice as (
      select c.id, c.phone from contacts c
      where c.consent = 'unknown' and ${group}
        and (${behind}::uuid is null or c.id > ${behind}::uuid)
      order by c.id limit ${sliceRows} for no key update
    ), changed as (
      update contacts c set consent = 'granted', updated_at = ${ctx.services.clock.now()}
      from slice where c.id = slice.id
      returning c.id, c.phone
    ), evidence as (
      insert into consent_events (tenant_id, contact_id, phone, type, source, agreed_at, wording, import_id, actor)
      select ${ctx.tenantId}::uuid, id, phone, 'granted', ${consent.source}, ${consent.agreedAt}::timestamptz,
        ${consent.wording ?? null}, ${importId}::uuid, ${ctx.actor.label}
      from changed
    )
    select (select count(*)::int from changed) as changed,
      (select id from slice order by id desc limit 1) as last`);
  return rows[0] ?? { changed: 0, last: null };
}

async function within(ctx: TxContext, audience: RecordConsent['audience']): Promise<SQL> {
  if (audience.type === 'import') return sql`c.import_id = ${audience.importId}`;
  if (audience.type === 'all') return sql`true`;
  if (audience.type === 'tag') return segmentCondition(audience);
  return segmentCondition((await findSegment(ctx, audience.segmentId)).filter);
}
