import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { summarize, showThread } from '../handsets/summary.ts';
import { matchesThread } from '../handsets/match-thread.ts';
import type { Thread } from '../handsets/thread.ts';
import type { ThreadPlace } from '../handsets/threads.ts';
import type { Simulator } from '../simulator.ts';
import { ControlProblem, parsed } from './problem.ts';
import { limitSchema, pageOf } from './paging.ts';

const listSchema = z.strictObject({
  q: z.string().max(100).default(''),
  cursor: z
    .string()
    .regex(/^\+\d{5,15}\.\d{1,15}$/, 'is not a cursor of this list')
    .optional(),
  limit: limitSchema(200),
});

type OneThread = { Params: { phone: string } };

/** The virtual handsets. */
export function threadRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/threads', (request) => {
    const { q, cursor, limit } = parsed(listSchema, request.query);
    const walk = simulator.threads.newestFirst(readCursor(cursor));
    const page = pageOf(walk, limit, (thread) => matchesThread(thread, q), writeCursor);
    return { items: page.items.map(summarize), nextCursor: page.nextCursor };
  });

  app.get<OneThread>('/threads/:phone', (request) =>
    showThread(simulator, found(simulator, request.params.phone)),
  );

  app.post<OneThread>('/threads/:phone/read', async (request, reply) => {
    simulator.threads.markRead(found(simulator, request.params.phone).phone);
    return reply.code(204).send();
  });
}

function found(simulator: Simulator, phone: string): Thread {
  const thread = simulator.threads.get(phone);
  if (thread !== undefined) return thread;
  throw new ControlProblem(
    404,
    'not_found',
    `${phone} has no texts here; send it one or text from it first.`,
  );
}

function readCursor(cursor: string | undefined): ThreadPlace | undefined {
  const [phone, activity] = cursor?.split('.') ?? [];
  return phone === undefined || activity === undefined ? undefined : { phone, activity: Number(activity) };
}

function writeCursor(thread: Thread): string {
  return `${thread.phone}.${thread.activity}`;
}
