import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { prepareDrain } from './src/server/drain.ts';
import { webEnv, type WebEnv } from './src/server/env.ts';
import { log } from './src/server/log.ts';
import { createWebMetrics, serveWebMetrics } from './src/server/metrics.ts';

/** Longest time this process takes to end, ms. */
const endDeadlineMs = 9_500;

const env = usableEnv();
const app = next({ dev: false, dir: import.meta.dirname, hostname: env.HOST, port: env.PORT });
await app.prepare();
const handle = app.getRequestHandler();
const { registry, observe } = createWebMetrics();
const metrics = await serveWebMetrics({ registry, host: env.HOST, port: env.METRICS_PORT });
let ending = false;
const server = createServer(answer);
const drain = prepareDrain(server, env.SHUTDOWN_GRACE_MS);
server.listen(env.PORT, env.HOST, () => {
  log('info', { port: env.PORT, metricsPort: metrics.port, msg: 'web is ready' });
});

process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());
if (process.channel) process.once('disconnect', () => void end());

function usableEnv(): WebEnv {
  try {
    return webEnv();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(reason: string): never {
  process.stderr.write(`web could not start: ${reason}\n`);
  process.exit(1);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  observe(request, response);
  // Without a proxy the header is the visitor's own word, and rate limits and the audit log go by it.
  if (env.TRUST_PROXY === 'no') request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  if (ending && request.url?.split('?')[0] === '/ready') {
    sayUnready(response);
    return;
  }
  handle(request, response).catch((error: unknown) => {
    log('error', { msg: String(error) });
    response.destroy();
  });
}

function sayUnready(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/json; charset=utf-8' });
  response.end('{"status":"unavailable","process":"it is ending"}');
}

/** Says that it is not ready, takes requests for a moment more, lets the answers under way finish, and exits 0. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => {
    log('error', { msg: 'closing took too long, exiting now' });
    process.exit(1);
  }, endDeadlineMs);
  await drain();
  await app.close();
  metrics.server.close();
  process.exit(0);
}
