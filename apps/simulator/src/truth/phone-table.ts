/** How many texts one phone was sent and what they cost so far, micro-dollars. */
export type PhoneTruth = { phone: string; accepted: number; chargedMicros: bigint };

const firstSize = 1_024;

/**
 * Counts per phone in typed arrays: 20 bytes a place, half of the places used, so a million phones take
 * 42 MB. A phone's digits fit a double exactly. Open addressing, nothing is ever removed.
 */
export class PhoneTable {
  readonly #limit: number;
  #phones = new Float64Array(firstSize);
  #accepted = new Uint32Array(firstSize);
  #charged = new BigInt64Array(firstSize);
  #size = 0;

  /** @param limit phones kept; others are not counted */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  /** Counts a text; its number among the phone's texts, undefined when there is no room for the phone. */
  accept(phone: string): number | undefined {
    const at = this.#place(Number(phone));
    if (this.#phones[at] === 0) {
      if (this.#size >= this.#limit) return undefined;
      if (this.#size * 2 >= this.#phones.length) return this.#grow().accept(phone);
      this.#phones[at] = Number(phone);
      this.#size += 1;
    }
    const accepted = (this.#accepted[at] ?? 0) + 1;
    this.#accepted[at] = accepted;
    return accepted;
  }

  charge(phone: string, micros: number): void {
    const at = this.#place(Number(phone));
    if (this.#phones[at] !== 0) this.#charged[at] = (this.#charged[at] ?? 0n) + BigInt(micros);
  }

  get(phone: string): PhoneTruth {
    return this.#at(this.#place(Number(phone))) ?? { phone, accepted: 0, chargedMicros: 0n };
  }

  /** Phones with at least so many texts, in no order, from a place on; `next` is null at the end. */
  page(from: number, limit: number, least: number): { items: PhoneTruth[]; next: number | null } {
    const items: PhoneTruth[] = [];
    for (let at = from; at < this.#phones.length; at += 1) {
      if (items.length >= limit) return { items, next: at };
      const item = (this.#accepted[at] ?? 0) >= least ? this.#at(at) : undefined;
      if (item !== undefined) items.push(item);
    }
    return { items, next: null };
  }

  #at(at: number): PhoneTruth | undefined {
    const phone = this.#phones[at] ?? 0;
    if (phone === 0) return undefined;
    return { phone: `+${phone}`, accepted: this.#accepted[at] ?? 0, chargedMicros: this.#charged[at] ?? 0n };
  }

  #place(phone: number): number {
    const mask = this.#phones.length - 1;
    const mixed = Math.imul((phone % 4_294_967_291) | 0, 0x9e_37_79_b1);
    let at = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#phones[at] !== 0 && this.#phones[at] !== phone) at = (at + 1) & mask;
    return at;
  }

  #grow(): this {
    const [phones, accepted, charged] = [this.#phones, this.#accepted, this.#charged];
    this.#phones = new Float64Array(phones.length * 2);
    this.#accepted = new Uint32Array(phones.length * 2);
    this.#charged = new BigInt64Array(phones.length * 2);
    for (const [old, phone] of phones.entries()) {
      if (phone === 0) continue;
      const at = this.#place(phone);
      this.#phones[at] = phone;
      this.#accepted[at] = accepted[old] ?? 0;
      this.#charged[at] = charged[old] ?? 0n;
    }
    return this;
  }
}
