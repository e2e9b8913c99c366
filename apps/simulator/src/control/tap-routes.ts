import type { FastifyInstance } from 'fastify';
import type { Simulator } from '../simulator.ts';
import { tapOrderSchema } from '../taps/tap-order.ts';
import { TapsRefused } from '../taps/taps.ts';
import { ControlProblem, parsed } from './problem.ts';

/** Handsets that open the links in their newest texts. */
export function tapRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/taps', () => ({ items: simulator.taps.list() }));

  app.get<{ Params: { id: string } }>('/taps/:id', (request) => {
    const { id } = request.params;
    const report = simulator.taps.list().find((one) => one.id === id);
    if (report !== undefined) return report;
    throw new ControlProblem(404, 'not_found', `There is no run ${id}; GET /control/taps lists them.`);
  });

  app.post('/taps', async (request, reply) => {
    const order = parsed(tapOrderSchema, request.body ?? {});
    try {
      return await reply.code(202).send(simulator.taps.start(simulator, order));
    } catch (error) {
      if (!(error instanceof TapsRefused)) throw error;
      throw new ControlProblem(409, 'conflict', error.message);
    }
  });
}
