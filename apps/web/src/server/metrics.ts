import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** First matching prefix of a path; few and fixed, so that the number of series stays bounded. */
const routeClasses = [
  { prefix: '/api/', route: 'api' },
  { prefix: '/_next/', route: 'asset' },
  { prefix: '/icon', route: 'asset' },
  { prefix: '/health', route: 'probe' },
  { prefix: '/ready', route: 'probe' },
];

/** Requests to the metrics port must be read within this time, ms. */
const requestTimeoutMs = 5_000;

/** What this process tells about itself. */
export type WebMetrics = { registry: Registry; observe: ReturnType<typeof observer> };

/** A registry with the default process metrics and the time of every answer. */
export function createWebMetrics(): WebMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process: 'web' });
  collectDefaultMetrics({ register: registry });
  return { registry, observe: observer(registry) };
}

/** The class of a request's path: `page`, `api`, `asset` or `probe`. */
export function routeClass(path: string): string {
  return routeClasses.find(({ prefix }) => path.startsWith(prefix))?.route ?? 'page';
}

/**
 * Serves `/metrics` on a port of its own; `/health` and `/ready` are on the port of the pages.
 *
 * @param options.port 0 for any free one
 */
export async function serveWebMetrics(options: {
  registry: Registry;
  host: string;
  port: number;
}): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' });
      response.end('{"detail":"Try /metrics."}');
      return;
    }
    options.registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': options.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = requestTimeoutMs;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return { port: portOf(server), server };
}

/** Event streams are left out: they last as long as somebody looks at a page. */
function observer(registry: Registry) {
  const duration = new Histogram({
    name: 'sms_http_request_duration_seconds',
    help: 'Time from request to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedAt = performance.now();
    const labels = { method: request.method ?? 'GET', route: routeClass(request.url ?? '/') };
    response.once('close', () => {
      if (isEventStream(response)) return;
      const status = response.writableFinished ? String(response.statusCode) : 'aborted';
      duration.observe({ ...labels, status }, (performance.now() - startedAt) / 1_000);
    });
  };
}

/** Whether an answer is an endless stream of events. */
export function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not bound to a TCP port');
  return address.port;
}
