import { z } from 'zod';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './logger.ts';

/** What time it is, here and for a recipient. */
export type ProcessClock = {
  now: () => Date;
  /** `HH:MM` on the wall of a recipient in this IANA zone. */
  recipientTime: (zone: string) => string;
  /** `HH:MM` of the demo clock; null where there is none. */
  demoTime: () => string | null;
};

/** How often the demo clock is looked at, ms, and how long one look may take. */
const lookMs = 1_000;
const lookDeadlineMs = 1_000;

/** What the demo clock shows when the simulator starts. */
const firstTime = '11:00';

const reading = z.object({ time: z.string().regex(/^\d\d:\d\d$/) });

/** The clock of the machine. */
export const systemClock: ProcessClock = {
  now: () => new Date(),
  recipientTime: (zone) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
      new Date(),
    ),
  demoTime: () => null,
};

/**
 * The machine's clock, but recipients live by the demo clock of the carrier simulator, whatever their zone.
 * A simulator that does not answer leaves the last time it told.
 *
 * @param options.simulatorUrl the simulator's address
 */
export function followDemoClock(options: {
  simulatorUrl: string;
  log: Logger;
}): ProcessClock & { close: () => void } {
  let time = firstTime;
  const closing = new AbortController();
  const look = async () => {
    try {
      const response = await fetch(new URL('/control/clock', options.simulatorUrl), {
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(lookDeadlineMs)]),
      });
      ({ time } = reading.parse(await response.json()));
    } catch (error) {
      if (!closing.signal.aborted) options.log.debug({ err: error }, 'the demo clock does not answer');
    }
    if (!closing.signal.aborted) setTimeout(() => void look(), lookMs).unref();
  };
  void look();
  return {
    now: () => new Date(),
    recipientTime: () => time,
    demoTime: () => time,
    close: () => closing.abort(),
  };
}

/**
 * The clock of a process: the demo clock where there is a simulator, else the machine's.
 *
 * @param options.simulatorUrl where this process reaches the simulator
 */
export function openClock(options: {
  simulatorUrl: string | undefined;
  log: Logger;
  lifecycle: Lifecycle;
}): ProcessClock {
  const { simulatorUrl, log, lifecycle } = options;
  if (simulatorUrl === undefined || simulatorUrl === '') return systemClock;
  const clock = followDemoClock({ simulatorUrl, log });
  lifecycle.onClose('demo clock', clock.close);
  return clock;
}
