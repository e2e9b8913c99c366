import type { FastifyReply, FastifyRequest } from 'fastify';
import { isCode } from '@sms-crm/domain/links/code';
import type { LinkTarget } from '@sms-crm/domain/links/find';
import type { HitBuffer } from './hit-buffer.ts';
import { hitOf } from './hit-of.ts';
import type { LinkResolver } from './link-resolver.ts';
import type { Outcomes } from './outcomes.ts';
import { expiredPage, notFoundPage } from './pages.ts';
import { quiet, sendPage } from './send-page.ts';

/** Longest part of a path that is looked at; a code has 10 characters. */
const mostCodeChars = 40;

/** Characters that a messenger takes into a link at the end of a sentence. */
const trailing = /[.,;:!?)\]}'"”’»]+$/;

export type RedirectTools = {
  resolver: Pick<LinkResolver, 'resolve'>;
  hits: Pick<HitBuffer, 'push'>;
  outcomes: Outcomes;
  addressOf: (request: FastifyRequest) => string;
};

/** Sends a visitor on by one hop, and notes the hit. */
export async function redirect(
  { resolver, hits, outcomes, addressOf }: RedirectTools,
  request: FastifyRequest<{ Params: { code: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const code = codeOf(request.params.code);
  const link = code === undefined ? null : await resolver.resolve(code);
  if (link === null || !answersOn(link, request)) {
    outcomes.unknown += 1;
    return sendPage(reply, 404, notFoundPage);
  }
  if (link.expiresAt !== null && link.expiresAt <= Date.now()) {
    outcomes.expired += 1;
    return sendPage(reply, 410, expiredPage(link.brand));
  }
  outcomes.redirected += 1;
  // Who asks for headers alone looks at the link without following it: no hit, by a person or a machine.
  if (request.method !== 'HEAD') {
    hits.push(hitOf(link, { headers: request.headers, ip: addressOf(request) }));
  }
  return sendOn(reply, link.url);
}

function codeOf(segment: string): string | undefined {
  if (isCode(segment)) return segment;
  const code = segment.slice(0, mostCodeChars).replace(trailing, '');
  return isCode(code) ? code : undefined;
}

/** A tenant's own domain shows that tenant's links alone. */
function answersOn(link: LinkTarget, request: FastifyRequest): boolean {
  return link.host === null || request.hostname.toLowerCase() === link.host;
}

/** Written past the framework, whose way of answering took a tenth of the whole redirect. */
function sendOn(reply: FastifyReply, url: string): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(302, [...quietList, 'location', url]);
  reply.raw.end();
  return reply;
}

const quietList = [...Object.entries(quiet).flat(), 'content-length', '0'];
