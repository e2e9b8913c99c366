import { failingAfter, type LinkDomain } from '@sms-crm/contracts/links';
import type { linkDomains } from '@sms-crm/db/tables/links';

export type LinkDomainRow = typeof linkDomains.$inferSelect;

/** The name whose TXT record shows whose a domain is. */
export function recordNameOf(host: string): string {
  return `_sms-crm.${host}`;
}

/** A domain as the API shows it. */
export function linkDomainView(row: LinkDomainRow): LinkDomain {
  return {
    id: row.id,
    host: row.host,
    isDefault: row.isDefault,
    state: stateOf(row),
    record: { type: 'TXT', name: recordNameOf(row.host), value: row.token },
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    problem: row.problem,
    createdAt: row.createdAt.toISOString(),
  };
}

function stateOf({ verifiedAt, failures }: LinkDomainRow): LinkDomain['state'] {
  if (verifiedAt === null) return 'unverified';
  return failures < failingAfter ? 'healthy' : 'failing';
}
