import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, Registry };

/** A registry with the default process metrics, labelled with the process's name. */
export function createMetrics(name: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** One dependency that must answer for the process to be ready; rejects with the cause when it does not. */
export type ReadinessCheck = { name: string; check: () => Promise<void> };

/** Longest time one readiness check may take, ms. */
const readinessDeadlineMs = 2_000;

/** Runs all checks at once; answers which failed and why. */
export async function runChecks(
  checks: readonly ReadinessCheck[],
): Promise<{ ready: boolean; failed: Record<string, string> }> {
  const results = await Promise.all(
    checks.map(async ({ name, check }): Promise<[string, string] | undefined> => {
      try {
        await withDeadline(check(), readinessDeadlineMs, name);
        return undefined;
      } catch (error) {
        return [name, error instanceof Error ? error.message : String(error)];
      }
    }),
  );
  const failed = results.filter((result) => result !== undefined);
  return { ready: failed.length === 0, failed: Object.fromEntries(failed) };
}

/**
 * Serves `/metrics`, `/health` (the process is alive) and `/ready` (its dependencies answer) on a port of their own.
 *
 * @returns the bound port and a function that closes the server
 */
export async function serveMetrics(options: {
  registry: Registry;
  host: string;
  port: number;
  checks?: readonly ReadinessCheck[];
}): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', options).then(
      ({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type }).end(body);
      },
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: portOf(server), close: () => closeServer(server) };
}

async function answer(
  url: string,
  options: { registry: Registry; checks?: readonly ReadinessCheck[] },
): Promise<{ status: number; type: string; body: string }> {
  const json = 'application/json; charset=utf-8';
  const path = url.split('?')[0];
  if (path === '/metrics') {
    return {
      status: 200,
      type: options.registry.contentType,
      body: await options.registry.metrics(),
    };
  }
  if (path === '/health') return { status: 200, type: json, body: '{"status":"alive"}' };
  if (path === '/ready') {
    const result = await runChecks(options.checks ?? []);
    return { status: result.ready ? 200 : 503, type: json, body: JSON.stringify(result) };
  }
  return { status: 404, type: json, body: '{"detail":"Try /metrics, /health or /ready."}' };
}

/** The port a listening TCP server is bound to. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not bound to a TCP port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Rejects with a message naming `what` when `work` takes longer than `deadlineMs`. */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
