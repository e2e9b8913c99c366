const minutesPerDay = 1_440;
const msPerMinute = 60_000;

/** The local time every simulated recipient lives in, whatever their zone. */
export type ClockReading = {
  /** Minutes since midnight, 0–1439. */
  minutesOfDay: number;
  /** ISO date. */
  day: string;
  /** `HH:MM`. */
  time: string;
  running: boolean;
};

/**
 * The demo clock: 11:00 for all recipients when the process starts, then running on in real time;
 * it can be moved and held.
 */
export class DemoClock {
  readonly #now: () => number;
  /** Local time in ms, as if it were UTC, at `#anchorMs`. */
  #localMs = 0;
  #anchorMs = 0;
  #running = true;

  constructor(now: () => number) {
    this.#now = now;
    this.restart();
  }

  /** Sets the clock to 11:00 of today (UTC), running. */
  restart(): void {
    this.#running = true;
    this.#anchor(startOfDay(this.#now()) + 11 * 60 * msPerMinute);
  }

  read(): ClockReading {
    const local = new Date(this.#local());
    const iso = local.toISOString();
    return {
      minutesOfDay: local.getUTCHours() * 60 + local.getUTCMinutes(),
      day: iso.slice(0, 10),
      time: iso.slice(11, 16),
      running: this.#running,
    };
  }

  /** Moves to this minute of the day the clock shows. */
  moveTo(minutesOfDay: number): void {
    this.#anchor(startOfDay(this.#local()) + minutesOfDay * msPerMinute);
  }

  /** Moves on or back by minutes, over midnight where need be. */
  moveBy(minutes: number): void {
    this.#anchor(this.#local() + minutes * msPerMinute);
  }

  /** Starts or holds the clock where it is. */
  setRunning(running: boolean): void {
    this.#anchor(this.#local());
    this.#running = running;
  }

  #anchor(localMs: number): void {
    this.#localMs = localMs;
    this.#anchorMs = this.#now();
  }

  #local(): number {
    return this.#running ? this.#localMs + (this.#now() - this.#anchorMs) : this.#localMs;
  }
}

function startOfDay(ms: number): number {
  const day = minutesPerDay * msPerMinute;
  return Math.floor(ms / day) * day;
}
