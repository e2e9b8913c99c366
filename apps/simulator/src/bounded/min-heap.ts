/** The smallest of many numbers, in logarithmic time. */
export class MinHeap {
  #items: number[] = [];

  get smallest(): number | undefined {
    return this.#items[0];
  }

  push(value: number): void {
    const items = this.#items;
    let at = items.length;
    items.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] ?? value;
      if (above <= value) break;
      items[at] = above;
      at = parent;
    }
    items[at] = value;
  }

  take(): number | undefined {
    const items = this.#items;
    const smallest = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#sink(last);
    return smallest;
  }

  clear(): void {
    this.#items = [];
  }

  #sink(value: number): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const leftValue = items[left] ?? Infinity;
      const rightValue = items[left + 1] ?? Infinity;
      const child = rightValue < leftValue ? left + 1 : left;
      const below = Math.min(leftValue, rightValue);
      if (below >= value) break;
      items[at] = below;
      at = child;
    }
    items[at] = value;
  }
}
