import { createServer, type Server, type ServerResponse } from 'node:http';
import next from 'next';
import { z } from 'zod';

/** Open answers get this long to end after SIGTERM, then their connections are cut; ms. */
const drainMs = 8_000;

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
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
const open = new Set<ServerResponse>();
const server = createServer((request, response) => {
  // Without a proxy the header is the visitor's own word, and rate limits and the audit log go by it.
  if (env.TRUST_PROXY === 'no') request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  open.add(response);
  response.once('close', () => open.delete(response));
  handle(request, response).catch((error: unknown) => {
    process.stderr.write(`${JSON.stringify({ name: 'web', level: 50, msg: String(error) })}\n`);
    response.destroy();
  });
});
server.listen(env.PORT, env.HOST);

process.once('SIGTERM', () => void end(server));
process.once('SIGINT', () => void end(server));
if (process.channel) process.once('disconnect', () => void end(server));

/** Stops listening, ends live streams at once, lets the other answers finish, and exits 0. */
async function end(listening: Server): Promise<void> {
  const closed = new Promise((resolve) => {
    listening.close(resolve);
  });
  for (const response of open) {
    if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.end();
    else if (!response.headersSent) response.setHeader('connection', 'close');
  }
  listening.closeIdleConnections();
  const cut = setTimeout(() => listening.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(cut);
  await app.close();
  process.exit(0);
}
