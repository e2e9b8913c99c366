/**
 * The carrier's own time: what it writes into dates and what delays, queues and validity periods run by.
 * It is the machine's time until somebody holds it or moves it ahead; it never runs back.
 */
export class CarrierTime {
  readonly #wall: () => number;
  #aheadMs = 0;
  #heldAtMs: number | undefined;

  /** @param wall the machine's clock, ms */
  constructor(wall: () => number) {
    this.#wall = wall;
  }

  readonly now = (): number => this.#heldAtMs ?? this.#wall() + this.#aheadMs;

  get isHeld(): boolean {
    return this.#heldAtMs !== undefined;
  }

  hold(): void {
    this.#heldAtMs ??= this.now();
  }

  /** Runs on from where it stands. */
  run(): void {
    if (this.#heldAtMs === undefined) return;
    this.#aheadMs = this.#heldAtMs - this.#wall();
    this.#heldAtMs = undefined;
  }

  /** Moves ahead to a moment; one that has passed already changes nothing. */
  moveTo(ms: number): void {
    const now = this.now();
    if (ms <= now) return;
    if (this.#heldAtMs === undefined) this.#aheadMs += ms - now;
    else this.#heldAtMs = ms;
  }

  /** Back to the machine's time, running. */
  restart(): void {
    this.#aheadMs = 0;
    this.#heldAtMs = undefined;
  }
}
