import type { LinkTarget } from '@sms-crm/domain/links/find';

/** What the cache holds for a code that does not exist. */
const unknownMark = '-';

/** The form of the values; a value of another form is asked for again. */
const form = '2';

/** A link as the cache holds it: one line a field, since reading JSON took longer than the redirect around it. */
export function encodeLink(link: LinkTarget | null): string {
  if (link === null) return unknownMark;
  return [
    form,
    link.tenantId,
    link.linkId,
    link.campaignId,
    link.campaignLinkId,
    link.messageId ?? '',
    link.expiresAt ?? '',
    link.host ?? '',
    link.brand?.replaceAll('\n', ' ') ?? '',
    link.url,
  ].join('\n');
}

/** Reads it back; null for a code that does not exist, undefined for what is no value of ours. */
export function decodeLink(value: string): LinkTarget | null | undefined {
  if (value === unknownMark) return null;
  const parts = value.split('\n');
  const [is = '', tenantId = '', linkId = '', campaignId = '', campaignLinkId = ''] = parts;
  const [, , , , , messageId = '', expiresAt = '', host = '', brand = '', url = ''] = parts;
  if (is !== form || url === '') return undefined;
  return {
    tenantId,
    linkId,
    campaignId,
    campaignLinkId,
    messageId: messageId === '' ? null : messageId,
    expiresAt: expiresAt === '' ? null : Number(expiresAt),
    host: host === '' ? null : host,
    brand: brand === '' ? null : brand,
    url,
  };
}
