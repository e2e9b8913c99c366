import type { IncomingHttpHeaders } from 'node:http';
import type { LinkTarget } from '@sms-crm/domain/links/find';
import { hintsOf } from '@sms-crm/domain/links/hints';
import { newHitId } from '@sms-crm/domain/links/hit-id';
import { mostAgentChars, type Hit } from '@sms-crm/domain/links/hit-stream';

/** A followed link, as the request tells it. */
export function hitOf(link: LinkTarget, { headers, ip }: { headers: IncomingHttpHeaders; ip: string }): Hit {
  const at = Date.now();
  return {
    id: newHitId(at),
    at,
    tenantId: link.tenantId,
    linkId: link.linkId,
    campaignId: link.campaignId,
    campaignLinkId: link.campaignLinkId,
    messageId: link.messageId,
    ip,
    agent: (headers['user-agent'] ?? '').slice(0, mostAgentChars),
    hints: hintsOf(headers),
  };
}
