import { z } from 'zod';
import { id, timestamp, verbatim } from './scalars.ts';

/** A host name with at least one dot, as browsers write it: `go.shop.com`. */
export const hostName = verbatim
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?!.*\.\d+$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
    'Write the name of a host, e.g. go.shop.com',
  )
  .meta({ examples: ['go.shop.com'] });

/** Looks in a row without an answer after which a domain counts as failing. */
export const failingAfter = 3;

/**
 * - `unverified`: its TXT record was not seen yet; no link uses it
 * - `healthy`: it led to this installation when it was last looked at
 * - `failing`: it did not, several times in a row
 */
export const linkDomainState = z.enum(['unverified', 'healthy', 'failing']);

export const linkDomain = z.object({
  id,
  host: z.string(),
  /** New links live on it. */
  isDefault: z.boolean(),
  state: linkDomainState,
  /** What must stand in the DNS to show that the domain is the tenant's. */
  record: z.object({ type: z.literal('TXT'), name: z.string(), value: z.string() }),
  verifiedAt: timestamp.nullable(),
  checkedAt: timestamp.nullable(),
  /** What the last look found wrong, with the fix. */
  problem: z.string().nullable(),
  createdAt: timestamp,
});
export type LinkDomain = z.infer<typeof linkDomain>;

export const linkDomains = z.object({
  /** Where links live while there is no domain of one's own. */
  sharedHost: z.string(),
  domains: z.array(linkDomain),
});
export type LinkDomains = z.infer<typeof linkDomains>;

export const createLinkDomain = z.object({ host: hostName });

export const updateLinkDomain = z.object({ isDefault: z.literal(true) });

/** Days until a link ends; null: never. */
export const linkDays = z.int().min(1).max(3_650).nullable();

/** Hosts that links may lead to; more would be no list anybody keeps. */
export const maxAllowedHosts = 100;

export const linkSettings = z.object({
  /** Hosts that links may lead to, with all below them; empty for any. */
  allowHosts: z.array(hostName).max(maxAllowedHosts),
  expireDays: linkDays,
  /** Put `utm_source`, `utm_medium` and `utm_campaign` behind where links lead. */
  addUtm: z.boolean(),
});
export type LinkSettings = z.infer<typeof linkSettings>;

/** A code of one's own for each recipient, or one for all of a campaign. */
export const linkCodes = z.enum(['recipient', 'campaign']);
