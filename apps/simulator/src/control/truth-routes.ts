import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { phoneSchema } from '../accounts/number.ts';
import type { Simulator } from '../simulator.ts';
import { acceptedLines } from '../truth/accepted-lines.ts';
import type { PhoneTruth } from '../truth/phone-table.ts';
import { limitSchema } from './paging.ts';
import { parsed } from './problem.ts';

const phonesSchema = z.strictObject({
  /** Phones that were sent at least so many texts. */
  least: z.coerce.number().int().min(1).default(1),
  cursor: z.coerce.number().int().min(0).default(0),
  limit: limitSchema(10_000),
});

const acceptedSchema = z.strictObject({
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000_000).default(10_000_000),
});

/** What really happened, whatever clients were told. */
export function truthRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/truth', () => {
    const { truth } = simulator;
    return {
      acceptedTexts: truth.acceptedTexts,
      acceptedParts: truth.acceptedParts,
      chargedMicros: String(truth.chargedMicros),
      shownMicros: String(simulator.stats.outboundPriceMicros),
      phones: truth.phones.size,
      phonesWithMore: truth.phonesWithMore,
      uncountedTexts: truth.uncountedTexts,
      listedTexts: truth.accepted.size,
      unfinishedTexts: simulator.log.unfinished,
    };
  });

  app.get('/truth/phones', (request) => {
    const { least, cursor, limit } = parsed(phonesSchema, request.query);
    const page = simulator.truth.phones.page(cursor, limit, least);
    const nextCursor = page.next === null ? null : String(page.next);
    return { items: page.items.map(showPhone), nextCursor };
  });

  app.get<{ Params: { phone: string } }>('/truth/phones/:phone', (request) =>
    showPhone(simulator.truth.phones.get(parsed(phoneSchema, request.params.phone))),
  );

  app.get('/accepted.ndjson', (request, reply) => {
    const { cursor, limit } = parsed(acceptedSchema, request.query);
    return reply
      .type('application/x-ndjson')
      .send(Readable.from(acceptedLines(simulator, cursor, limit), { objectMode: false }));
  });
}

function showPhone({ phone, accepted, chargedMicros }: PhoneTruth) {
  return { phone, accepted, chargedMicros: String(chargedMicros) };
}
