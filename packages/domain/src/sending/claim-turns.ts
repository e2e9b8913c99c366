/** Claims of large campaigns that run at the same time in one process: more of them only make each other slower. */
const mostOthers = 2;

/** Longest time that one waits for others, ms; so a tenant's claims that hang, say at a lock, hold up nobody for longer. */
const longestWaitMs = 500;

type Waiting = { go: () => void; isLate: boolean };

/**
 * The order in which one process claims batches. First batches of campaigns are claimed at once, and while they are, no other claim
 * begins: it would take processor and database from them for as long as hundreds of texts take.
 */
export class ClaimTurns {
  #ahead = 0;
  #others = 0;
  readonly #waiting: Waiting[] = [];

  /** @param isFirst whether the claim waits for no other */
  async run<T>(isFirst: boolean, claim: () => Promise<T>): Promise<T> {
    if (isFirst) this.#ahead += 1;
    else await this.#turn();
    try {
      return await claim();
    } finally {
      if (isFirst) this.#ahead -= 1;
      else this.#others -= 1;
      this.#letGo();
    }
  }

  async #turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const own: Waiting = { go: resolve, isLate: false };
    const timer = setTimeout(() => {
      own.isLate = true;
      this.#letGo();
    }, longestWaitMs);
    this.#waiting.push(own);
    this.#letGo();
    await promise;
    clearTimeout(timer);
  }

  #letGo(): void {
    for (let [next] = this.#waiting; next !== undefined && this.#mayGo(next); [next] = this.#waiting) {
      this.#waiting.shift();
      this.#others += 1;
      next.go();
    }
  }

  #mayGo({ isLate }: Waiting): boolean {
    return isLate || (this.#others < mostOthers && this.#ahead === 0);
  }
}
