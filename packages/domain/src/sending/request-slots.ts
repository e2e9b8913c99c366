/** Every so many slots one is not for first batches, so that the others go on beside however many of these. */
const othersEach = 8;

/** Whose request waits. */
type Owner = {
  /** The campaign; its requests are served in the order they came. */
  id: string;
  /** Whether it is a first batch: a few texts do not wait behind the hundreds of others. */
  isFirst: boolean;
};

/**
 * The carrier requests one process has open: never more than there are connections.
 * First batches of campaigns go first; among these, and among the others, campaigns take turns.
 */
export class RequestSlots {
  #free: number;
  #passedOn = 0;
  readonly #first = new Line();
  readonly #others = new Line();

  /** @param size requests open at the same time */
  constructor(size: number) {
    this.#free = size;
  }

  /** Runs `request` in the next free slot that is its owner's. */
  async run<T>(owner: Owner, request: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#lineOf(owner).add(owner.id, resolve));
    try {
      return await request();
    } finally {
      const next = this.#next();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #lineOf({ isFirst }: Owner): Line {
    return isFirst ? this.#first : this.#others;
  }

  #next(): (() => void) | undefined {
    this.#passedOn = (this.#passedOn + 1) % othersEach;
    if (this.#passedOn === 0) return this.#others.next() ?? this.#first.next();
    return this.#first.next() ?? this.#others.next();
  }
}

/** Requests that wait, by their owners, who take turns. */
class Line {
  readonly #waiting = new Map<string, (() => void)[]>();

  add(owner: string, go: () => void): void {
    const own = this.#waiting.get(owner);
    if (own === undefined) this.#waiting.set(owner, [go]);
    else own.push(go);
  }

  /** The next one of the owner who was served longest ago, who then stands behind the others. */
  next(): (() => void) | undefined {
    const [turn] = this.#waiting;
    if (turn === undefined) return undefined;
    const [owner, own] = turn;
    const next = own.shift();
    this.#waiting.delete(owner);
    if (own.length > 0) this.#waiting.set(owner, own);
    return next;
  }
}
