import type { Logger } from '@sms-crm/runtime/logger';

/** Pause between two rounds of the pump when nothing wakes it, ms. */
const roundEveryMs = 250;

/** Shortest pause between two rounds, however often it is woken, ms. */
const shortestPauseMs = 20;

/**
 * Runs the pump by a plain timer, so that it survives a wiped Redis. A round that fails is logged and followed by the next one.
 *
 * @param pump.round answers after how many ms another round will find work, where it knows that
 * @returns `wake` begins the next round early: at once, or once more after the running one; `stop` ends the timer and waits for the
 * running round
 */
export function startPump(
  pump: { round: () => Promise<number> },
  log: Logger,
  pauseMs = roundEveryMs,
): { wake: () => void; stop: () => Promise<void> } {
  let stopped = false;
  let woken = false;
  let isRunning = false;
  let endedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const planIn = (ms: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(begin, ms);
  };
  const round = async () => {
    let againInMs = Number.POSITIVE_INFINITY;
    try {
      againInMs = await pump.round();
    } catch (error) {
      log.warn({ err: error }, 'a round of the pump failed');
    }
    isRunning = false;
    endedAt = performance.now();
    planIn(woken ? shortestPauseMs : Math.min(pauseMs, Math.max(shortestPauseMs, againInMs)));
  };
  const begin = () => {
    woken = false;
    isRunning = true;
    running = round();
  };
  begin();
  return {
    wake: () => {
      if (woken) return;
      woken = true;
      if (!isRunning) planIn(Math.max(0, endedAt + shortestPauseMs - performance.now()));
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
