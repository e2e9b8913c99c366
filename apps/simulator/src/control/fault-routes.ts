import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultSchema } from '../faults/fault.ts';
import { mostFaults } from '../faults/fault-book.ts';
import type { Rule } from '../faults/rule.ts';
import { startOutage } from '../faults/outage.ts';
import { setWeather, weatherNames } from '../faults/weather.ts';
import type { Simulator } from '../simulator.ts';
import { ControlProblem, parsed } from './problem.ts';

const addSchema = z.union([faultSchema, z.array(faultSchema).min(1).max(100)]);

const weatherSchema = z.strictObject({ weather: z.enum(weatherNames) });

/** The listener answers again after this long at most, ms. */
const longestOutageMs = 600_000;

const outageSchema = z.strictObject({ ms: z.int().min(1).max(longestOutageMs) });

/** What goes wrong: rules one by one, ready-made weather, and a carrier that can't be reached at all. */
export function faultRoutes(app: FastifyInstance, simulator: Simulator): void {
  let endOutage: (() => void) | undefined;
  app.addHook('onClose', async () => endOutage?.());

  app.get('/faults', () => ({ items: simulator.faults.list().map(showRule) }));

  app.post('/faults', async (request, reply) => {
    const input = parsed(addSchema, request.body);
    const added = (Array.isArray(input) ? input : [input]).map((fault) => {
      const rule = simulator.faults.add(fault);
      if (rule !== undefined) return showRule(rule);
      throw new ControlProblem(
        409,
        'conflict',
        `There is a rule ${fault.id ?? ''} already, or there are ${mostFaults}; remove it first.`,
      );
    });
    simulator.feed.touch();
    return reply.code(201).send({ items: added });
  });

  app.delete('/faults', async (_, reply) => {
    simulator.faults.remove(() => true);
    simulator.feed.touch();
    return reply.code(204).send();
  });

  app.delete<{ Params: { id: string } }>('/faults/:id', async (request, reply) => {
    const { id } = request.params;
    if (simulator.faults.remove((rule) => rule.id === id) === 0) {
      throw new ControlProblem(404, 'not_found', `There is no rule ${id}; GET /control/faults lists them.`);
    }
    simulator.feed.touch();
    return reply.code(204).send();
  });

  app.get('/weather', () => ({ weather: simulator.weather }));

  app.put('/weather', (request) => {
    setWeather(simulator, parsed(weatherSchema, request.body).weather);
    return { weather: simulator.weather };
  });

  app.post('/outage', async (request, reply) => {
    const { ms } = parsed(outageSchema, request.body);
    await reply.code(202).header('connection', 'close').send({ ms });
    endOutage?.();
    endOutage = startOutage(app.server, ms);
    return reply;
  });
}

function showRule({ id, fault, by, untilMs, seen, struck }: Rule) {
  const until = untilMs === Infinity ? null : new Date(untilMs).toISOString();
  return { ...fault, id, by, until, seen, struck };
}
