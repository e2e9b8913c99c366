import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Simulator } from '../../simulator.ts';
import { accountOf } from '../authenticate.ts';
import { refuse } from '../refuse.ts';
import { createMessage } from './create.ts';
import { listMessages } from './list.ts';
import { messageBody } from './message-body.ts';

type OneParams = { Params: { accountSid: string; sid: string } };
type Fields = Record<string, unknown>;

/** The Messages resource: create, list, fetch. */
export function messageRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.post<{ Body: Fields | undefined }>('/Messages.json', async (request, reply) => {
    const result = createMessage(simulator, accountOf(request), request.body ?? {});
    // The answer says what the message was when it was taken, however long it is held back.
    const answer = 'refusal' in result ? undefined : messageBody(result.message, true);
    await pause(simulator, result.latencyMs);
    if ('refusal' in result) return refuse(reply, result.refusal);
    return reply.code(201).send(answer);
  });

  app.get<{ Querystring: Fields }>('/Messages.json', (request, reply) => {
    const result = listMessages(simulator, accountOf(request), request.query);
    return 'refusal' in result ? refuse(reply, result.refusal) : reply.send(result.body);
  });

  app.get<OneParams>('/Messages/:sid(^[A-Za-z0-9]+).json', (request, reply): FastifyReply => {
    const message = simulator.log.get(request.params.sid);
    if (message === undefined || message.accountSid !== accountOf(request).sid) {
      return refuse(reply, { code: 20404, detail: request.url });
    }
    return reply.send(messageBody(message));
  });
}

function pause(simulator: Simulator, delayMs: number): Promise<void> {
  if (delayMs === 0) return Promise.resolve();
  return new Promise((resolve) => {
    simulator.pauses.after(delayMs, resolve);
  });
}
