import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import { parsed } from './problem.ts';

const changeSchema = z
  .strictObject({
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, e.g. 23:00')
      .optional(),
    addMinutes: z.int().min(-1_440).max(1_440).optional(),
    running: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'give time, addMinutes or running');

/** Reading the demo clock needs no token: every process asks it what time its recipients have. */
export function clockReading(app: FastifyInstance, simulator: Simulator): void {
  app.get('/clock', () => simulator.clock.read());
}

/** Moving the demo clock. */
export function clockRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.put('/clock', (request) => {
    const { time, addMinutes, running } = parsed(changeSchema, request.body);
    const { clock, feed } = simulator;
    if (time !== undefined) clock.moveTo(Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    if (addMinutes !== undefined) clock.moveBy(addMinutes);
    if (running !== undefined) clock.setRunning(running);
    feed.touch();
    return clock.read();
  });
}
