import { setImmediate } from 'node:timers/promises';
import type { CarrierTime } from './carrier-time.ts';
import type { TimerWheel } from './timer-wheel.ts';

/**
 * Moves the carrier's time ahead and lets everything happen on the way, each step at its own moment, so
 * that a day passes as it would have. Other work gets its turn between the moments.
 */
export async function advanceTime(time: CarrierTime, steps: TimerWheel, byMs: number): Promise<void> {
  const untilMs = time.now() + byMs;
  for (;;) {
    const dueMs = steps.nextDueMs;
    if (dueMs === undefined || dueMs > untilMs) break;
    time.moveTo(dueMs);
    steps.runDue();
    await setImmediate();
  }
  time.moveTo(untilMs);
}
