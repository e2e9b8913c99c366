import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { LinkDomain } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { destinationProblem } from '../links/destination.ts';
import { linkDomainView } from './view.ts';

/** Domains a tenant may have: carriers fine whoever cycles through them. */
const mostDomains = 20;

/**
 * Adds a domain for short links. No link uses it before its owner has shown that it is theirs.
 *
 * @throws DomainError `invalid_input` for a host that cannot be one; `already_exists`; `conflict` when there are too many
 */
export async function createLinkDomain(ctx: Context, input: { host: string }): Promise<LinkDomain> {
  requirePermission(ctx, 'links:write');
  refuseHost(ctx, input.host);
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'link-domains');
    await requireRoom(ctx);
    const [row] = await ctx.tx.db
      .insert(linkDomains)
      .values({
        tenantId: ctx.tenantId,
        host: input.host,
        token: randomBytes(18).toString('base64url'),
        createdBy: ctx.actor.label,
      })
      .onConflictDoNothing()
      .returning();
    if (row === undefined) {
      throw new DomainError('already_exists', { detail: `${input.host} is in the list already.` });
    }
    await audit(ctx, {
      action: 'link-domain.create',
      target: { type: 'link-domain', id: row.id },
      after: { host: row.host },
    });
    return linkDomainView(row);
  });
}

/** What no tenant can own: hosts of the installation, of everybody's shorteners, and names inside a network. */
function refuseHost({ services: { settings } }: Context, host: string): void {
  const own = [settings.publicApiUrl, settings.shortLinkOrigin].map((url) => new URL(url).hostname);
  const rules = { allowHosts: [], shortHosts: own, exemptOrigin: null };
  const problem = destinationProblem(`https://${host}/`, rules);
  if (problem === null) return;
  const detail = own.includes(host)
    ? `${host} belongs to this installation. Choose a host of your own, e.g. go.yourshop.com.`
    : `${problem.detail} Choose a host of your own, e.g. go.yourshop.com.`;
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'host', detail }] });
}

async function requireRoom(ctx: TxContext): Promise<void> {
  const [counted] = await ctx.tx.db.select({ domains: sql<number>`count(*)::int` }).from(linkDomains);
  if ((counted?.domains ?? 0) < mostDomains) return;
  throw new DomainError('conflict', {
    detail: `There are ${mostDomains} domains already, the most there may be. Delete one first.`,
  });
}
