import { eq } from 'drizzle-orm';
import type { LinkDomain } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import { errorCode } from '@sms-crm/db/transaction';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { findLinkDomain } from './find.ts';
import { linkDomainProblem } from './look-at.ts';
import { linkDomainView, recordNameOf, type LinkDomainRow } from './view.ts';

/** A row of this value exists already. */
const uniqueViolation = '23505';

/**
 * Looks for the TXT record that shows whose a domain is, then whether the domain leads here. Nothing is locked meanwhile.
 *
 * @throws DomainError `blocked` without the record; `conflict` when another organisation has shown that the domain is theirs
 */
export async function verifyLinkDomain(ctx: Context, input: { id: string }): Promise<LinkDomain> {
  requirePermission(ctx, 'links:write');
  const row = await withTransaction(ctx, (ctx) => findLinkDomain(ctx, input.id));
  await requireRecord(ctx, row);
  const problem = await linkDomainProblem(ctx.services, row.host);
  try {
    return await withTransaction(ctx, async (ctx) => {
      const before = await findLinkDomain(ctx, input.id);
      const now = ctx.services.clock.now();
      const [after] = await ctx.tx.db
        .update(linkDomains)
        .set({
          verifiedAt: before.verifiedAt ?? now,
          checkedAt: now,
          problem,
          failures: problem === null ? 0 : 1,
        })
        .where(eq(linkDomains.id, input.id))
        .returning();
      if (after === undefined) throw new Error(`link domain ${input.id} vanished while locked`);
      await audit(ctx, {
        action: 'link-domain.verify',
        target: { type: 'link-domain', id: after.id },
        after: { host: after.host, problem },
      });
      return linkDomainView(after);
    });
  } catch (error) {
    if (errorCode(error) !== uniqueViolation) throw error;
    throw new DomainError('conflict', {
      detail: `Another organisation here has shown that ${row.host} is theirs. Ask them to delete it first.`,
      cause: error,
    });
  }
}

async function requireRecord(ctx: Context, { host, token }: LinkDomainRow): Promise<void> {
  const records = await ctx.services.setup.outside.txtRecordsOf(recordNameOf(host));
  if (records.some((record) => record.trim() === token)) return;
  const seen = records.length === 0 ? 'There is no such record yet' : 'The record says something else';
  throw new DomainError('blocked', {
    detail: `${seen}: add a TXT record ${recordNameOf(host)} with the value ${token} and look again. Name servers may take an hour to show it.`,
  });
}
