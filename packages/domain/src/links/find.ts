import type pg from 'pg';
import { destinationProblem } from './destination.ts';

/** Where a short link leads and whose it is. */
export type LinkTarget = {
  tenantId: string;
  linkId: string;
  campaignId: string;
  campaignLinkId: string;
  /** null for a link that all recipients of a campaign share. */
  messageId: string | null;
  url: string;
  /** The tenant's own host it answers on; null for the installation's, which answers under any name. */
  host: string | null;
  /** Milliseconds since 1970; null when it never ends. */
  expiresAt: number | null;
  /** Whose link it was, for the page that says that it has ended; null when it never does. */
  brand: string | null;
};

type Found = Omit<LinkTarget, 'expiresAt'> & { expiresAt: Date | null; allowHosts: string[] | null };

/** Most taps are the first of their code, so this runs for nearly each: one statement, parsed once for a connection. */
export const findStatement = {
  name: 'find-short-link',
  text: `select s.tenant_id as "tenantId", s.id as "linkId", s.campaign_id as "campaignId", s.campaign_link_id as "campaignLinkId",
      s.message_id as "messageId", s.url, s.expires_at as "expiresAt", d.host, l.allow_hosts as "allowHosts",
      case when s.expires_at is not null then t.brand_name end as brand
    from short_links s
    join tenants t on t.id = s.tenant_id
    left join link_domains d on d.tenant_id = s.tenant_id and d.id = s.domain_id
    left join link_settings l on l.tenant_id = s.tenant_id
    where s.code = $1`,
};

/** What the installation adds to a tenant's rules about where links lead. */
export type InstallationHosts = { shortHosts: readonly string[]; exemptOrigin: string | null };

/**
 * Looks up a code over all tenants, and judges anew where it leads: what was allowed when it was sent may not be any more.
 *
 * @param system a pool of the system role
 * @returns null when there is no such link, or none that a browser may be sent to
 */
export async function findShortLink(
  system: pg.Pool,
  code: string,
  hosts: InstallationHosts,
): Promise<LinkTarget | null> {
  const { rows } = await system.query<Found>({ ...findStatement, values: [code] });
  const [row] = rows;
  if (row === undefined) return null;
  const { allowHosts, expiresAt, ...found } = row;
  const url = URL.parse(row.url)?.href;
  if (url === undefined || destinationProblem(url, { ...hosts, allowHosts: allowHosts ?? [] }) !== null)
    return null;
  return { ...found, url, expiresAt: expiresAt?.getTime() ?? null };
}
