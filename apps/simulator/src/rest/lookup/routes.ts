import type { FastifyInstance } from 'fastify';
import type { Simulator } from '../../simulator.ts';
import { lookupBody } from './lookup-body.ts';

type Lookup = { Params: { phone: string }; Querystring: Record<string, unknown> };

/** Lookup v2: what kind of line a phone has. */
export function lookupRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get<Lookup>('/PhoneNumbers/:phone', (request) => {
    const { Fields: fields } = request.query;
    const asked = typeof fields === 'string' ? fields.split(',').map((field) => field.trim()) : [];
    simulator.stats.lookups += 1;
    return lookupBody(simulator.settings, request.params.phone, new Set(asked));
  });
}
