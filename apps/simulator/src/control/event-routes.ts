import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FeedClient } from '../handsets/feed.ts';
import { describeUpdate } from '../handsets/describe-update.ts';
import type { Simulator } from '../simulator.ts';
import { ControlProblem, parsed } from './problem.ts';

const watchSchema = z.strictObject({ phone: z.string().max(16).optional() });

/** Time after which a browser that lost the stream asks again, ms. */
const reconnectMs = 1_000;

/**
 * Server-sent events for the page: `update` with absolute counters, the clock and the newest threads,
 * `thread` when the watched phone's texts changed. Nothing is replayed: the first update is the state.
 */
export function eventRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/events', (request, reply) => {
    const { phone } = parsed(watchSchema, request.query);
    const response = reply.raw;
    const client: FeedClient = {
      watched: phone,
      write: (text) => void response.write(text),
      backlog: () => response.writableLength,
      end: () => response.end(),
    };
    if (!simulator.feed.add(client)) {
      throw new ControlProblem(503, 'too_many_pages', 'Too many pages listen at once; close some.');
    }
    reply.hijack();
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.write(
      `retry: ${reconnectMs}\n\nevent: update\ndata: ${JSON.stringify(describeUpdate(simulator))}\n\n`,
    );
    response.once('close', () => simulator.feed.remove(client));
  });
}
