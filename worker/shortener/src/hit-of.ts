import type { FastifyRequest } from 'fastify';
import type { LinkTarget } from '@sms-crm/domain/links/find';
import { hintsOf } from '@sms-crm/domain/links/hints';
import { newHitId } from '@sms-crm/domain/links/hit-id';
import { mostAgentChars, type Hit } from '@sms-crm/domain/links/hit-stream';

/** A followed link, as the request tells it. */
export function hitOf(link: LinkTarget, request: FastifyRequest): Hit {
  const at = Date.now();
  const { headers } = request;
  return {
    id: newHitId(at),
    at,
    tenantId: link.tenantId,
    linkId: link.linkId,
    campaignId: link.campaignId,
    campaignLinkId: link.campaignLinkId,
    messageId: link.messageId,
    ip: request.ip,
    agent: (headers['user-agent'] ?? '').slice(0, mostAgentChars),
    hints: hintsOf(headers),
  };
}
