import type { FastifyInstance } from 'fastify';
import { prepareDrain } from '@sms-crm/runtime/drain';

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends the HTTP server so that no request that reached it fails. */
    closeGently: () => Promise<void>;
  }
}

/** Gives the app `closeGently`: ends live streams, answers everything in flight, then closes. */
export function addGentleClose(app: FastifyInstance): void {
  const drain = prepareDrain(app.server);
  app.decorate('closeGently', async () => {
    app.streams.close();
    await drain();
    await app.close();
  });
}
