import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { newSid } from '../messages/sid-source.ts';
import type { Simulator } from '../simulator.ts';
import { accountRoutes } from './account/routes.ts';
import { authenticate } from './authenticate.ts';
import { lookupRoutes } from './lookup/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { messagingRoutes } from './messaging/routes.ts';
import { availableRoutes } from './numbers/available-routes.ts';
import { incomingRoutes } from './numbers/incoming-routes.ts';
import { shortCodeRoutes } from './numbers/short-code-routes.ts';
import { refuse } from './refuse.ts';
import { logRequest } from './log-request.ts';
import { requestFaults } from './request-faults.ts';

type Routes = (app: FastifyInstance, simulator: Simulator) => void;

/** Twilio's REST API: routes below the prefix they are registered with, one folder beside this file per resource. */
function restApi(simulator: Simulator, routes: readonly Routes[]) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody, { bodyLimit: 64 * 1_024 });
    app.decorateRequest('carrierAccount', null);
    app.addHook('onRequest', logRequest(simulator));
    app.addHook('onRequest', async (_, reply) => {
      reply.header('twilio-request-id', newSid('RQ'));
    });
    app.addHook('onRequest', authenticate(simulator));
    app.addHook('preHandler', requestFaults(simulator));
    app.setNotFoundHandler((request, reply) => refuse(reply, { code: 20404, detail: pathOf(request.url) }));
    app.setErrorHandler((error: unknown, request, reply) => {
      if (isClientError(error)) return refuse(reply, { code: 20001, detail: error.message });
      request.log.error({ err: error }, 'a carrier request failed');
      return reply
        .code(500)
        .send({ code: 20500, message: 'Internal Server Error', more_info: '', status: 500 });
    });
    for (const add of routes) add(app, simulator);
  };
}

const accountResources: readonly Routes[] = [messageRoutes, incomingRoutes, availableRoutes, shortCodeRoutes];

/** Adds Twilio's API, Lookup and Messaging: three hosts there, three prefixes here. */
export async function carrierApi(app: FastifyInstance, simulator: Simulator): Promise<void> {
  const accounts = '/2010-04-01/Accounts';
  await app.register(restApi(simulator, accountResources), { prefix: `${accounts}/:accountSid` });
  await app.register(restApi(simulator, [accountRoutes]), { prefix: accounts });
  await app.register(restApi(simulator, [lookupRoutes]), { prefix: '/v2' });
  await app.register(restApi(simulator, [messagingRoutes]), { prefix: '/v1' });
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? url;
}

function isClientError(error: unknown): error is Error & { statusCode: number } {
  return error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500;
}
