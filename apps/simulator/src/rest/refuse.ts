import type { FastifyReply } from 'fastify';
import { errorBody, type Refusal } from './errors.ts';

/** Answers with Twilio's error body and status. */
export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const body = errorBody(refusal);
  if (body.status === 401) reply.header('www-authenticate', 'Basic realm="Twilio API"');
  return reply.code(body.status).send(body);
}
