import { createServer, type Server, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { z } from 'zod';
import { log } from './src/server/log.ts';
import { createWebMetrics, isEventStream, serveWebMetrics } from './src/server/metrics.ts';

/** From SIGTERM on, open answers get this long to end, then their connections are cut; ms. */
const drainMs = 8_000;

/** Turns of the event loop without a new connection that show nobody is waiting, and the longest look for them, ms. */
const quietTurns = 2;
const mostWaitMs = 500;

const environment = z.object({
  /** How long new connections are still taken after SIGTERM while `/ready` says 503, ms. */
  SHUTDOWN_GRACE_MS: z.coerce.number().int().min(0).max(5_000).default(300),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** `yes` when a proxy stands in front that sets `X-Forwarded-For` itself. */
  TRUST_PROXY: z.enum(['yes', 'no']).default('no'),
});

const parsed = environment.safeParse(process.env);
if (!parsed.success) {
  process.stderr.write(`web could not start: ${z.prettifyError(parsed.error)}\n`);
  process.exit(1);
}
const env = parsed.data;

const app = next({ dev: false, dir: import.meta.dirname, hostname: env.HOST, port: env.PORT });
await app.prepare();
const handle = app.getRequestHandler();
const { registry, observe } = createWebMetrics();
const metrics = await serveWebMetrics({ registry, host: env.HOST, port: env.METRICS_PORT });
const open = new Set<ServerResponse>();
let ending = false;
const server = createServer((request, response) => {
  observe(request, response);
  // Without a proxy the header is the visitor's own word, and rate limits and the audit log go by it.
  if (env.TRUST_PROXY === 'no') request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  open.add(response);
  response.once('close', () => open.delete(response));
  if (ending) {
    response.setHeader('connection', 'close');
    if (request.url?.split('?')[0] === '/ready') return sayUnready(response);
  }
  handle(request, response).catch((error: unknown) => {
    log(50, { msg: String(error) });
    response.destroy();
  });
});
server.listen(env.PORT, env.HOST, () => {
  log(30, { port: env.PORT, metricsPort: metrics.port, msg: 'web is ready' });
});

process.once('SIGTERM', () => void end(server));
process.once('SIGINT', () => void end(server));
if (process.channel) process.once('disconnect', () => void end(server));

function sayUnready(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/json; charset=utf-8' });
  response.end('{"status":"unavailable","process":"it is ending"}');
}

/**
 * Says that it is not ready and takes requests for a moment more; then stops listening, ends live streams at once, lets the other
 * answers finish, and exits 0.
 */
async function end(listening: Server): Promise<void> {
  ending = true;
  const cut = setTimeout(() => listening.closeAllConnections(), drainMs);
  await sleep(env.SHUTDOWN_GRACE_MS);
  await acceptWaiting(listening);
  const closed = new Promise((resolve) => {
    listening.close(resolve);
  });
  for (const response of open) {
    if (isEventStream(response)) response.end();
    else if (!response.headersSent) response.setHeader('connection', 'close');
  }
  listening.closeIdleConnections();
  await closed;
  clearTimeout(cut);
  await app.close();
  metrics.server.close();
  process.exit(0);
}

/** Takes the connections that wait: one is taken each turn, and those still waiting at the close would be reset. */
async function acceptWaiting(listening: Server): Promise<void> {
  const startedAt = performance.now();
  let quiet = 0;
  const onConnection = () => {
    quiet = 0;
  };
  listening.on('connection', onConnection);
  while (quiet < quietTurns && performance.now() - startedAt < mostWaitMs) {
    quiet += 1;
    await nextTurn();
  }
  listening.off('connection', onConnection);
}
