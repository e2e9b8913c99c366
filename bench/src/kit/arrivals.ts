import { setTimeout as sleep } from 'node:timers/promises';
import type { CarrierState, FromNumber } from '../programs/carrier-order.ts';
import type { Installation } from './installation.ts';

/** How often the carrier is asked what it got, ms (moments are its own, so this adds nothing to them), and the longest wait. */
const lookMs = 25;
const deadlineMs = 120_000;

/** Waits until a number has given the carrier so many texts. @returns when it got the first and the last one */
export function untilTaken(
  installation: Installation,
  { from, texts }: { from: string; texts: number },
): Promise<FromNumber> {
  const enough = ({ fromNumbers }: CarrierState) => {
    const own = fromNumbers[from];
    return own !== undefined && own.texts >= texts ? own : null;
  };
  return until(installation, enough, { what: `${texts} texts from ${from}` });
}

/** Waits until a number has given the carrier so many texts more than now. */
export async function untilMore(
  installation: Installation,
  { from, texts }: { from: string; texts: number },
): Promise<void> {
  const { fromNumbers } = await installation.askCarrier();
  await untilTaken(installation, { from, texts: (fromNumbers[from]?.texts ?? 0) + texts });
}

/** Waits until the carrier got a text to a phone. @returns when, ms of the machine's clock */
export function untilTexted(installation: Installation, phone: string): Promise<number> {
  return until(installation, ({ phoneAtMs }) => phoneAtMs, { what: `a text to ${phone}`, about: phone });
}

async function until<T>(
  installation: Installation,
  pick: (state: CarrierState) => T | null,
  { what, about }: { what: string; about?: string },
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  while (performance.now() < deadline) {
    const found = pick(await installation.askCarrier(about));
    if (found !== null) return found;
    await sleep(lookMs);
  }
  throw new Error(`the carrier did not get ${what} within ${deadlineMs / 1_000} s`);
}
