import { eq } from 'drizzle-orm';
import type pg from 'pg';
import { shortLinks } from '@sms-crm/db/tables/messages';
import { withSystem } from '@sms-crm/db/transaction';

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
};

/**
 * Looks up a code over all tenants.
 *
 * @param system a pool of the system role
 * @returns null when there is no such link, or none that a browser may be sent to
 */
export async function findShortLink(system: pg.Pool, code: string): Promise<LinkTarget | null> {
  const [row] = await withSystem(system, (db) =>
    db
      .select({
        tenantId: shortLinks.tenantId,
        linkId: shortLinks.id,
        campaignId: shortLinks.campaignId,
        campaignLinkId: shortLinks.campaignLinkId,
        messageId: shortLinks.messageId,
        url: shortLinks.url,
      })
      .from(shortLinks)
      .where(eq(shortLinks.code, code)),
  );
  const url = row === undefined ? undefined : webAddress(row.url);
  return row === undefined || url === undefined ? null : { ...row, url, host: null, expiresAt: null };
}

/** The address in the characters a header may carry; undefined for anything but http and https. */
function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}
