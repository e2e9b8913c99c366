import type { SendingNumber } from '../accounts/number.ts';
import type { Settings } from '../settings/settings.ts';

/** Parts per second a number sends; null when nothing limits it. */
export function rateOf(settings: Settings, number: SendingNumber | undefined): number | null {
  if (number === undefined) return null;
  return number.rateParts ?? settings.ratePartsByType[number.type];
}

/**
 * The carrier's own queues: each number sends its parts one after the other at its rate. A queue is the
 * moment at which its last part will have left.
 */
export class NumberQueues {
  readonly #emptyAtMs = new Map<string, number>();

  /** Parts that wait in a number's queue now. */
  waiting(phone: string, rateParts: number, nowMs: number): number {
    return Math.max(0, (((this.#emptyAtMs.get(phone) ?? 0) - nowMs) * rateParts) / 1_000);
  }

  /** When the next text of this number will leave. */
  turnAt(phone: string, nowMs: number): number {
    return Math.max(nowMs, this.#emptyAtMs.get(phone) ?? 0);
  }

  /** Puts a text at the end of the queue. */
  enter(phone: string, nowMs: number, text: { parts: number; rateParts: number }): void {
    this.#emptyAtMs.set(phone, this.turnAt(phone, nowMs) + (text.parts / text.rateParts) * 1_000);
  }

  clear(): void {
    this.#emptyAtMs.clear();
  }
}
