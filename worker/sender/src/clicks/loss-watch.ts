import { handedKey, recordedKey } from '@sms-crm/domain/links/hit-stream';
import type { Logger } from '@sms-crm/runtime/logger';
import type { Redis } from '@sms-crm/runtime/redis';

/** How often is looked at what stands in the stream, ms. */
const lookMs = 100;

/** Looks over which the most that came in between two is remembered: a wipe takes along what came since the last look, too. */
const remembered = 100;

/** Knows how many hits a wiped Redis took along: what was handed over and not recorded, as far as the last look goes. */
export class LossWatch {
  readonly #tell: (lost: number) => void;
  readonly #log: Logger;
  readonly #redis: Redis;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #unread = 0;
  #handed = 0;
  #arrivals: number[] = [];
  #lookedAt: number;
  #missedAt: number | undefined;

  /** @param tools.now a clock in ms that never runs back */
  constructor(redis: Redis, tools: { tellLoss: (lost: number) => void; log: Logger; now?: () => number }) {
    this.#redis = redis;
    this.#tell = tools.tellLoss;
    this.#log = tools.log;
    this.#now = tools.now ?? (() => performance.now());
    this.#lookedAt = this.#now();
    this.#timer = setInterval(() => void this.look(), lookMs).unref();
  }

  /** Says what was lost, once the stream is gone. */
  wiped(): void {
    const most = this.#unread + this.#unseen();
    if (this.#handed > 0) this.#log.error({ lost: most }, 'Redis was wiped; at most so many clicks are lost');
    this.#tell(most);
    this.restart();
  }

  /** Begins anew after a loss that another process told. */
  restart(): void {
    this.#unread = 0;
    this.#handed = 0;
    this.#arrivals = [];
    this.#missedAt = undefined;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Notes what stands in the stream now; it does so by itself, too. */
  async look(): Promise<void> {
    const askedAt = this.#now();
    try {
      const [handed = null, recorded = null] = await this.#redis.mget(handedKey, recordedKey);
      // Without the first there is nothing to know yet, or nothing any more: what was known stands until the loss was told.
      if (handed === null || Number(handed) < this.#handed) {
        this.#missedAt ??= this.#now();
        return;
      }
      this.#missedAt = undefined;
      this.#lookedAt = askedAt;
      this.#arrivals = [...this.#arrivals.slice(1 - remembered), Number(handed) - this.#handed];
      this.#handed = Number(handed);
      this.#unread = Math.max(0, this.#handed - Number(recorded ?? 0));
    } catch {
      // While Redis is away nothing is handed over to it.
    }
  }

  /** What may have come between the last look and the wipe, which a busy process notices late: as much as ever came in such a time. */
  #unseen(): number {
    const blindMs = (this.#missedAt ?? this.#now()) - this.#lookedAt;
    return Math.ceil(Math.max(0, ...this.#arrivals) * Math.max(1, blindMs / lookMs));
  }
}
