import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { Simulator } from '../simulator.ts';
import { authenticate } from './authenticate.ts';
import { messageRoutes } from './messages/routes.ts';
import { refuse } from './refuse.ts';

/** Twilio's REST API, version 2010-04-01; one folder beside this file per resource. */
export function restApi(simulator: Simulator) {
  return async (app: FastifyInstance): Promise<void> => {
    let concurrent = 0;
    await app.register(formbody, { bodyLimit: 64 * 1_024 });
    app.addHook('onRequest', async (_, reply) => {
      concurrent += 1;
      reply.header('twilio-concurrent-requests', concurrent);
      reply.header('twilio-request-id', `RQ${randomUUID().replaceAll('-', '')}`);
      reply.raw.once('close', () => {
        concurrent -= 1;
      });
    });
    app.decorateRequest('carrierAccount', null);
    app.addHook('onRequest', authenticate(simulator));
    app.setNotFoundHandler((request, reply) => refuse(reply, { code: 20404, detail: pathOf(request.url) }));
    app.setErrorHandler((error: unknown, request, reply) => {
      if (isClientError(error)) return refuse(reply, { code: 20001, detail: error.message });
      request.log.error({ err: error }, 'a carrier request failed');
      return reply
        .code(500)
        .send({ code: 20500, message: 'Internal Server Error', more_info: '', status: 500 });
    });
    messageRoutes(app, simulator);
  };
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? url;
}

function isClientError(error: unknown): error is Error & { statusCode: number } {
  return error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500;
}
