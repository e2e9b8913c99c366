import type { FastifyInstance } from 'fastify';
import { prepareDrain } from '@sms-crm/runtime/drain';

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends the HTTP server so that no request that reached it fails. */
    closeGently: () => Promise<void>;
  }
}

/**
 * Gives the app `closeGently`: takes requests for a moment more, ends live streams, answers everything in flight, then closes.
 *
 * @param options.acceptMs how long new connections are still taken
 */
export function addGentleClose(app: FastifyInstance, options: { acceptMs?: number | undefined }): void {
  const drain = prepareDrain(app.server, { ...options, onStopped: () => app.streams.close() });
  app.decorate('closeGently', async () => {
    await drain();
    await app.close();
  });
}
