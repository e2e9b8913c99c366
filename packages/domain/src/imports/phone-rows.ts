/** Slots at the start; doubled when half full. */
const firstSlots = 1 << 12;

/**
 * Which row a phone was first seen in: open addressing in typed arrays, 12 bytes a slot,
 * since a Map of a million strings costs ten times that.
 */
export class PhoneRows {
  #keys = new Float64Array(firstSlots);
  #rows = new Uint32Array(firstSlots);
  #size = 0;

  /**
   * @param phone E.164
   * @param row number of the row, from 1
   * @returns the earlier row with this phone, or undefined when this is the first
   */
  add(phone: string, row: number): number | undefined {
    const key = Number(phone.slice(1));
    const slot = this.#find(key);
    if (this.#keys[slot] === key) return this.#rows[slot];
    this.#keys[slot] = key;
    this.#rows[slot] = row;
    this.#size += 1;
    if (this.#size * 2 > this.#keys.length) this.#grow();
    return undefined;
  }

  #find(key: number): number {
    const mask = this.#keys.length - 1;
    const high = Math.floor(key / 0x1_0000_0000);
    let slot = (Math.imul(key ^ high, 0x9e37_79b1) >>> 7) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, rows] = [this.#keys, this.#rows];
    this.#keys = new Float64Array(keys.length * 2);
    this.#rows = new Uint32Array(keys.length * 2);
    for (const [index, key] of keys.entries()) {
      if (key === 0) continue;
      const slot = this.#find(key);
      this.#keys[slot] = key;
      this.#rows[slot] = rows[index] ?? 0;
    }
  }
}
