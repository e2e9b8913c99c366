import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Message } from '../../messages/message.ts';
import type { Simulator } from '../../simulator.ts';
import { accountOf } from '../authenticate.ts';
import { refuse } from '../refuse.ts';
import { listMessages } from './list.ts';
import { messageBody } from './message-body.ts';
import { deleteMessage, updateMessage } from './update.ts';

type OneParams = { Params: { accountSid: string; sid: string } };
type Fields = Record<string, unknown>;

const one = '/Messages/:sid(^[A-Za-z0-9]+).json';

/** The Messages resource: list, fetch, update, delete; creating has a handler of its own. */
export function messageRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get<{ Querystring: Fields }>('/Messages.json', (request, reply) => {
    const result = listMessages(simulator, accountOf(request), request.query);
    return 'refusal' in result ? refuse(reply, result.refusal) : reply.send(result.body);
  });

  app.get<OneParams>(one, (request, reply): FastifyReply => {
    const message = found(simulator, request);
    return message === undefined ? notFound(request, reply) : reply.send(messageBody(message));
  });

  app.post<OneParams & { Body: Fields | undefined }>(one, (request, reply): FastifyReply => {
    const message = found(simulator, request);
    if (message === undefined) return notFound(request, reply);
    const refusal = updateMessage(simulator, accountOf(request), message, request.body ?? {});
    return refusal === undefined ? reply.send(messageBody(message)) : refuse(reply, refusal);
  });

  app.delete<OneParams>(one, (request, reply): FastifyReply => {
    const message = found(simulator, request);
    if (message === undefined) return notFound(request, reply);
    const refusal = deleteMessage(message);
    return refusal === undefined ? reply.code(204).send() : refuse(reply, refusal);
  });
}

function found(simulator: Simulator, request: FastifyRequest<OneParams>): Message | undefined {
  const message = simulator.log.get(request.params.sid);
  const isShown = message?.accountSid === accountOf(request).sid && !message.deleted;
  return isShown ? message : undefined;
}

function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refuse(reply, { code: 20404, detail: request.url });
}
