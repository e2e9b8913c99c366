import type { Server } from 'node:http';

/** Stops listening and cuts every connection; after a while the same address answers again. The answer ends that wait. */
export function startOutage(server: Server, forMs: number): () => void {
  const address = server.address();
  if (address === null || typeof address === 'string') return () => {};
  const { port, address: host } = address;
  const timer = setTimeout(() => server.listen({ port, host }), forMs);
  server.close();
  server.closeAllConnections();
  return () => clearTimeout(timer);
}
