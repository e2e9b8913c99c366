import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { phoneSchema } from '../accounts/number.ts';
import { receiveText, UnknownNumber } from '../inbound/receive-text.ts';
import type { Entry, Place } from '../messages/message-log.ts';
import type { Message } from '../messages/message.ts';
import { showStats } from '../messages/show-stats.ts';
import type { Simulator } from '../simulator.ts';
import { ControlProblem, parsed } from './problem.ts';
import { limitSchema, pageOf } from './paging.ts';

const listSchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^(SM|MM)[0-9a-f]{32}\.\d{1,15}$/, 'is not a cursor of this list')
    .optional(),
  limit: limitSchema(1_000),
  to: z.string().optional(),
  from: z.string().optional(),
  direction: z.enum(['outbound-api', 'outbound-reply', 'inbound']).optional(),
  status: z.string().optional(),
});

const inboundSchema = z
  .strictObject({
    from: phoneSchema,
    to: z.string().max(16),
    body: z.string().max(1_600).default(''),
    mediaUrls: z
      .array(z.url({ protocol: /^https?$/ }))
      .max(10)
      .default([]),
  })
  .refine(({ body, mediaUrls }) => body !== '' || mediaUrls.length > 0, 'a text needs a body or media');

/** What the simulator received and counted, and texts from handsets. */
export function messageRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/stats', () => showStats(simulator));

  app.get('/messages', (request) => {
    const query = parsed(listSchema, request.query);
    const walk = simulator.log.oldestFirst({ to: query.to, after: readCursor(query.cursor) });
    const wanted = ({ message }: Entry) =>
      (query.from === undefined || message.from === query.from) &&
      (query.direction === undefined || message.direction === query.direction) &&
      (query.status === undefined || message.status === query.status);
    const page = pageOf(walk, query.limit, wanted, writeCursor);
    return { items: page.items.map(({ message }) => showMessage(message)), nextCursor: page.nextCursor };
  });

  app.post('/inbound', async (request, reply) => {
    const input = parsed(inboundSchema, request.body);
    try {
      return await reply.code(202).send(showMessage(receiveText(simulator, input)));
    } catch (error) {
      if (!(error instanceof UnknownNumber)) throw error;
      throw new ControlProblem(404, 'not_found', error.message);
    }
  });
}

function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  return { sid: cursor.slice(0, 34), position: Number(cursor.slice(35)) };
}

function writeCursor({ message, position }: Entry): string {
  return `${message.sid}.${position}`;
}

function showMessage(message: Message) {
  const { createdAtMs, sentAtMs, updatedAtMs, ordinal, ...rest } = message;
  return {
    ...rest,
    ordinal,
    createdAt: new Date(createdAtMs).toISOString(),
    sentAt: sentAtMs === null ? null : new Date(sentAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}
