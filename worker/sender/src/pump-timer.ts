import type { Pump } from '@sms-crm/domain/pump/pump';
import type { Logger } from '@sms-crm/runtime/logger';

/** Pause between two rounds of the pump, ms. */
const roundEveryMs = 250;

/**
 * Runs the pump by a plain timer, so that it survives a wiped Redis. A round that fails is logged and followed by the next one.
 *
 * @returns ends the timer and waits for the running round
 */
export function startPump(pump: Pump, log: Logger): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    try {
      await pump.round();
    } catch (error) {
      log.warn({ err: error }, 'a round of the pump failed');
    }
    if (!stopped) timer = setTimeout(begin, roundEveryMs);
  };
  const begin = () => {
    running = round();
  };
  begin();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
