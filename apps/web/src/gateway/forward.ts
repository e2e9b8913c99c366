import { keptRequestId, requestIdHeader } from '@sms-crm/contracts/request-id';

/** Prefixes that the browser may reach through this server. */
const prefixes = ['v1', 'auth'];

/** RFC 9110 §7.6.1, and what `fetch` sets by itself. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
  'accept-encoding',
];

export type GatewayTarget = { apiUrl: string; webOrigin: string };

/**
 * Streams one browser request to the API and its answer back, both ways without a buffer. The answer names the request's id: the
 * browser's own, or a new one.
 * Waits are bounded by fetch itself: 300 s for headers, 300 s between two chunks (the API beats every 15 s).
 */
export async function forward(request: Request, target: GatewayTarget): Promise<Response> {
  const requestId = keptRequestId.safeParse(request.headers.get(requestIdHeader)).data ?? crypto.randomUUID();
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/api\//, '');
  if (!prefixes.includes(path.split('/')[0] ?? '')) {
    return problem(404, 'not_found', `There is nothing at ${url.pathname}.`, requestId);
  }
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers: requestHeaders(request, target.webOrigin, requestId),
    body: request.body,
    signal: request.signal,
    // In any other mode Node's fetch tees a body and keeps all of it: 1 GB for an upload of 1 GB.
    redirect: request.body ? 'error' : 'manual',
    cache: 'no-store',
    duplex: 'half',
  };
  try {
    const answer = await fetch(new URL(`/${path}${url.search}`, target.apiUrl), init);
    return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer, requestId) });
  } catch {
    return problem(502, 'unavailable', 'The API does not answer. Try again in a moment.', requestId);
  }
}

function requestHeaders(request: Request, webOrigin: string, requestId: string): Headers {
  const headers = withoutHops(request.headers);
  const origin = new URL(webOrigin);
  // Only the last hop is ours to believe; what a browser wrote before it is not.
  const client = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const claimed = Array.from(headers.keys()).filter((name) => /^(x-)?forwarded/.test(name));
  for (const name of claimed) headers.delete(name);
  headers.set('x-forwarded-host', origin.host);
  headers.set('x-forwarded-proto', origin.protocol.slice(0, -1));
  if (client) headers.set('x-forwarded-for', client);
  headers.set('accept-encoding', 'identity');
  headers.set(requestIdHeader, requestId);
  return headers;
}

function answerHeaders(answer: Response, requestId: string): Headers {
  const headers = withoutHops(answer.headers);
  headers.delete('content-encoding');
  headers.set(requestIdHeader, requestId);
  return headers;
}

function withoutHops(source: Headers): Headers {
  const headers = new Headers(source);
  const named = (source.get('connection') ?? '').split(',').map((name) => name.trim());
  for (const name of [...hopByHop, ...named]) {
    if (name) headers.delete(name);
  }
  return headers;
}

function problem(status: number, code: string, detail: string, requestId: string): Response {
  const body = { type: 'about:blank', title: detail, status, code, detail, requestId };
  const headers = { 'content-type': 'application/problem+json', [requestIdHeader]: requestId };
  return Response.json(body, { status, headers });
}
