import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import { advanceTime } from '../timing/advance.ts';
import { parsed } from './problem.ts';

const changeSchema = z
  .strictObject({
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, e.g. 23:00')
      .optional(),
    addMinutes: z.int().min(-1_440).max(1_440).optional(),
    running: z.boolean().optional(),
    held: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'give time, addMinutes, running or held');

/** Farthest one jump goes, ms: a text can be scheduled 35 days ahead. */
const farthestMs = 40 * 86_400_000;

const advanceSchema = z.strictObject({ ms: z.int().min(1).max(farthestMs) });

/** What the recipients' clocks show, and the carrier's own time. */
function readClock({ clock, time }: Simulator) {
  return { ...clock.read(), now: new Date(time.now()).toISOString(), held: time.isHeld };
}

/** Reading the demo clock needs no token: every process asks it what time its recipients have. */
export function clockReading(app: FastifyInstance, simulator: Simulator): void {
  app.get('/clock', () => readClock(simulator));
}

/** Moving the demo clock; holding the carrier's time, and moving it on with all that happens meanwhile. */
export function clockRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.put('/clock', (request) => {
    const { time, addMinutes, running, held } = parsed(changeSchema, request.body);
    const { clock, feed } = simulator;
    if (time !== undefined) clock.moveTo(Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    if (addMinutes !== undefined) clock.moveBy(addMinutes);
    if (running !== undefined) clock.setRunning(running);
    if (held === true) simulator.time.hold();
    if (held === false) simulator.time.run();
    feed.touch();
    return readClock(simulator);
  });

  app.post('/clock/advance', async (request, reply) => {
    const { ms } = parsed(advanceSchema, request.body);
    await advanceTime(simulator.time, simulator.steps, ms);
    simulator.feed.touch();
    return reply.send(readClock(simulator));
  });
}
