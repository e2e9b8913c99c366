import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import type { LoggedRequest } from '../truth/request-log.ts';
import { limitSchema, pageOf } from './paging.ts';
import { parsed } from './problem.ts';

const listSchema = z.strictObject({
  /** Only requests that began at or after this moment: ISO, or ms since 1970. */
  since: z
    .union([z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.coerce.number()])
    .default(0),
  kind: z.enum(['create', 'list', 'other']).optional(),
  process: z.string().max(64).optional(),
  cursor: z.coerce.number().int().min(0).default(0),
  limit: limitSchema(10_000),
});

/** The last requests to the carrier's API, by when they began on the machine's clock. */
export function requestRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/requests', (request) => {
    const { since, kind, process, cursor, limit } = parsed(listSchema, request.query);
    const isWanted = (entry: LoggedRequest) =>
      entry.startedAtMs >= since &&
      (kind === undefined || entry.kind === kind) &&
      (process === undefined || entry.process === process);
    const page = pageOf(simulator.requests.after(cursor), limit, isWanted, ({ id }) => String(id));
    const { started, open, lastCreateAtMs } = simulator.requests.totals;
    return { items: page.items, nextCursor: page.nextCursor, started, open, lastCreateAtMs };
  });
}
