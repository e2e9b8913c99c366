import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, type Registry } from '@sms-crm/runtime/metrics';

/** Measures every answer by its route's pattern, never by its path: the number of series stays bounded. */
export function addHttpMetrics(app: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'sms_http_request_duration_seconds',
    help: 'Time from request to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const streams = new Gauge({
    name: 'sms_http_live_streams',
    help: 'Open event streams',
    registers: [],
    collect() {
      this.set(app.streams.size);
    },
  });
  registry.registerMetric(streams);
  app.addHook('onResponse', async (request, reply) => {
    duration.observe(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: String(reply.statusCode),
      },
      reply.elapsedTime / 1_000,
    );
  });
}
