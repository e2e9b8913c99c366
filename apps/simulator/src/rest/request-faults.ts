import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestFault } from '../faults/fault.ts';
import type { Simulator } from '../simulator.ts';
import { asRefusalCode } from './errors.ts';
import { refuse } from './refuse.ts';
import { serverErrorBody } from './server-error.ts';

/** Lets go wrong what a rule names, before the request is carried out. Creating a message has its own way. */
export function requestFaults(simulator: Simulator) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (simulator.faults.size === 0) return undefined;
    const fault = simulator.faults.onRequest(isList(request) ? 'list' : 'other', {
      to: queried(request.query, 'To'),
      from: queried(request.query, 'From'),
    });
    return fault === undefined ? undefined : applyFault(simulator, fault, reply);
  };
}

async function applyFault(
  simulator: Simulator,
  fault: RequestFault,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (fault.kind === 'refuse') {
    if (fault.retryAfterSeconds !== null) reply.header('retry-after', fault.retryAfterSeconds);
    return refuse(reply, { code: asRefusalCode(fault.code) });
  }
  if (fault.kind === 'server-error') {
    const { type, text } = serverErrorBody(fault);
    return reply.code(fault.status).type(type).send(text);
  }
  if (fault.kind === 'reset') {
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
    return reply;
  }
  await new Promise<void>((resolve) => {
    simulator.pauses.after(fault.ms, resolve);
  });
  return undefined;
}

/** Whether a request lists messages. */
function isList({ method, url }: FastifyRequest): boolean {
  return method === 'GET' && /\/Messages\.json(\?|$)/.test(url);
}

function queried(query: unknown, name: string): string {
  if (typeof query !== 'object' || query === null) return '';
  const value: unknown = new Map<string, unknown>(Object.entries(query)).get(name);
  return typeof value === 'string' ? value : '';
}
