/** Batches that are offered ahead hold about this much of the measured throughput, s. */
const aheadSeconds = 2;

/** Bounds of the window over the whole installation, batches. */
const minWindow = 8;
const maxWindow = 160;

/** Room beside the window for first batches of campaigns, batches; how many of them one round offers. */
const roomForFirst = 100;
const firstPerRound = 50;

/** Shortest time that throughput is measured over, ms: single ends within less say nothing of it. */
const measuredOverMs = 200;

/** Weight of the newest measurement. */
const smoothing = 0.3;

/**
 * How many batches may be with BullMQ at the same time: about two seconds of what the senders were seen to finish, so that
 * Redis stays small and a pause or kill finds the rest still in Postgres.
 */
export class OfferWindow {
  #perSecond = 0;
  #out = 0;
  #at: number | undefined;

  /**
   * @param out batches offered or claimed now
   * @param nowMs monotonic time
   * @returns places free for new offers
   */
  places(out: number, nowMs: number): number {
    this.#measure(out, nowMs);
    return Math.max(0, this.size - out);
  }

  /** Places free for first batches of campaigns, which do not wait for the window. */
  firstPlaces(out: number): number {
    return Math.min(firstPerRound, Math.max(0, this.size + roomForFirst - out));
  }

  #measure(out: number, nowMs: number): void {
    if (this.#at !== undefined) {
      if (nowMs - this.#at < measuredOverMs) return;
      const finished = Math.max(0, this.#out - out);
      const perSecond = (finished * 1_000) / (nowMs - this.#at);
      this.#perSecond += smoothing * (perSecond - this.#perSecond);
    }
    this.#at = nowMs;
    this.#out = out;
  }

  /** Tells the window what was offered after `places`. */
  offered(count: number): void {
    this.#out += count;
  }

  /** Batches that may be out at the same time. */
  get size(): number {
    return Math.min(maxWindow, Math.max(minWindow, Math.ceil(this.#perSecond * aheadSeconds)));
  }
}
