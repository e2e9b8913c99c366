import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { changeSettings } from '../settings/change-settings.ts';
import { defaultSettings, settingsChangeSchema } from '../settings/settings.ts';
import type { Simulator } from '../simulator.ts';
import { resetSimulator } from '../reset.ts';
import { parsed } from './problem.ts';

const resetSchema = z.strictObject({
  accounts: z.boolean().default(false),
  settings: z.boolean().default(false),
  clock: z.boolean().default(false),
  faults: z.boolean().default(true),
});

/** Settings and reset. */
export function settingsRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/config', () => simulator.settings);

  app.put('/config', (request) => {
    changeSettings(simulator, parsed(settingsChangeSchema, request.body));
    return simulator.settings;
  });

  app.get('/config/defaults', () => defaultSettings);

  app.post('/reset', async (request, reply) => {
    resetSimulator(simulator, parsed(resetSchema, request.body ?? {}));
    return reply.code(204).send();
  });
}
