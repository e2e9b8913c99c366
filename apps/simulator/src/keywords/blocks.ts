/** Blocks kept; beyond it the oldest is forgotten. */
const mostBlocks = 100_000;

/** Which phones stopped which number, as the carrier or the network holds it. */
export class Blocks {
  readonly #pairs = new Set<string>();

  get size(): number {
    return this.#pairs.size;
  }

  has(number: string, phone: string): boolean {
    return this.#pairs.has(pair(number, phone));
  }

  /** Blocks a phone; false when it was blocked already. */
  add(number: string, phone: string): boolean {
    if (this.has(number, phone)) return false;
    const oldest = this.#pairs.size >= mostBlocks ? this.#pairs.values().next() : undefined;
    if (oldest?.done === false) this.#pairs.delete(oldest.value);
    this.#pairs.add(pair(number, phone));
    return true;
  }

  /** Lifts a block; false when there was none. */
  lift(number: string, phone: string): boolean {
    return this.#pairs.delete(pair(number, phone));
  }

  clear(): void {
    this.#pairs.clear();
  }
}

function pair(number: string, phone: string): string {
  return `${number} ${phone}`;
}
