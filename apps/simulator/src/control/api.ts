import type { FastifyError, FastifyInstance } from 'fastify';
import type { Simulator } from '../simulator.ts';
import { accountRoutes } from './account-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { tapRoutes } from './tap-routes.ts';
import { truthRoutes } from './truth-routes.ts';
import { clockReading, clockRoutes } from './clock-routes.ts';
import { eventRoutes } from './event-routes.ts';
import type { Guard } from './guard.ts';
import { messageRoutes } from './message-routes.ts';
import { ControlProblem, sendProblem } from './problem.ts';
import { settingsRoutes } from './settings-routes.ts';
import { threadRoutes } from './thread-routes.ts';

/** The control API: everything a test, a seeding script or the page does to the simulator. */
export function controlApi(simulator: Simulator, guard: Guard) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler((error: FastifyError | ControlProblem, request, reply) => {
      if (error instanceof ControlProblem) return sendProblem(reply, error);
      const status = error.statusCode ?? 500;
      if (status < 500) return sendProblem(reply, new ControlProblem(status, 'bad_request', error.message));
      request.log.error({ err: error }, 'a control request failed');
      return sendProblem(
        reply,
        new ControlProblem(500, 'internal', 'The simulator failed; its log says why.'),
      );
    });
    app.setNotFoundHandler((request, reply) =>
      sendProblem(
        reply,
        new ControlProblem(404, 'not_found', `There is no ${request.method} ${request.url}.`),
      ),
    );
    clockReading(app, simulator);
    await app.register(async (guarded) => {
      guarded.addHook('onRequest', async (request) => guard.check(request));
      accountRoutes(guarded, simulator);
      settingsRoutes(guarded, simulator);
      messageRoutes(guarded, simulator);
      threadRoutes(guarded, simulator);
      clockRoutes(guarded, simulator);
      faultRoutes(guarded, simulator);
      requestRoutes(guarded, simulator);
      truthRoutes(guarded, simulator);
      tapRoutes(guarded, simulator);
      eventRoutes(guarded, simulator);
    });
  };
}
