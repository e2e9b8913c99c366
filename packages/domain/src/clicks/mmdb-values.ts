/** Types of values, by the format: maxmind.github.io/MaxMind-DB. */
const type = {
  extended: 0,
  pointer: 1,
  text: 2,
  map: 7,
  array: 11,
  boolean: 14,
  uint16: 5,
  uint32: 6,
  uint64: 9,
};
const numbers: readonly number[] = [type.uint16, type.uint32, type.uint64];

/** Values looked at for one answer: a record of a city has some 150, and a file can be made in which it would never end. */
const mostSteps = 1_000;

/** Bytes of a text or number that is read. */
const mostBytes = 500;

/** What a pointer adds, by how many bytes it has. */
const pointerOffsets = [0, 2_048, 526_336, 0] as const;

/** `at` is where the content begins, or what a pointer points to; `size` counts the entries of maps and arrays, else bytes; `next` is behind its head. */
type Value = { type: number; at: number; size: number; next: number };

/**
 * Values of a file in MMDB format. Nothing is decoded but what is asked for, so that no file, however it is made, costs more than
 * a thousand steps.
 */
export class MmdbValues {
  readonly #file: Buffer;
  readonly #base: number;
  #steps = 0;

  /** @param base where the values begin: pointers count from there */
  constructor(file: Buffer, base: number) {
    this.#file = file;
    this.#base = base;
  }

  /**
   * The text at the end of a path of names through maps; undefined when something else is there or nothing.
   *
   * @throws Error when the file is broken, or takes too many steps
   */
  textAt(at: number, ...path: readonly string[]): string | undefined {
    const value = this.#find(at, path);
    if (value?.type !== type.text || value.size > mostBytes) return undefined;
    return this.#bytes(value).toString();
  }

  /** As `textAt`, of a whole number. */
  numberAt(at: number, ...path: readonly string[]): number | undefined {
    const value = this.#find(at, path);
    if (value === undefined || !numbers.includes(value.type) || value.size > mostBytes) return undefined;
    return this.#bytes(value).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  #find(at: number, path: readonly string[]): Value | undefined {
    this.#steps = 0;
    let value = this.#follow(at);
    for (const name of path) {
      const entry = value.type === type.map ? this.#entry(value, name) : undefined;
      if (entry === undefined) return undefined;
      value = this.#follow(entry);
    }
    return value;
  }

  /** Where the value of this name begins. */
  #entry(map: Value, name: string): number | undefined {
    let at = map.at;
    for (let n = 0; n < map.size; n += 1) {
      const key = this.#follow(at);
      const value = this.#behind(at);
      if (key.type === type.text && key.size === name.length && this.#bytes(key).toString() === name)
        return value;
      at = this.#behind(value);
    }
    return undefined;
  }

  /** Where what comes after a value begins; pointers in it are not followed. */
  #behind(at: number): number {
    let behind = at;
    for (let left = 1; left > 0; left -= 1) {
      const value = this.#read(behind);
      behind = value.next;
      if (value.type === type.map) left += value.size * 2;
      else if (value.type === type.array) left += value.size;
      else if (value.type !== type.boolean && value.type !== type.pointer) behind += value.size;
    }
    return behind;
  }

  #follow(at: number): Value {
    let value = this.#read(at);
    while (value.type === type.pointer) value = this.#read(value.at);
    return value;
  }

  #read(at: number): Value {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new Error('a value of the file takes too many steps to read');
    const control = this.#file.readUInt8(at);
    const first = control >> 5;
    if (first === type.pointer) return this.#pointer(control, at + 1);
    if (first !== type.extended) return this.#sized(first, control, at + 1);
    const extended = 7 + this.#file.readUInt8(at + 1);
    if (extended <= type.map || extended > 15) throw new Error(`a value of unknown type ${extended}`);
    return this.#sized(extended, control, at + 2);
  }

  #pointer(control: number, at: number): Value {
    const size = (control >> 3) & 3;
    const high = size === 3 ? 0 : (control & 7) * 256 ** (size + 1);
    const to = high + this.#file.readUIntBE(at, size + 1) + (pointerOffsets[size] ?? 0);
    return { type: type.pointer, at: this.#base + to, size: 0, next: at + size + 1 };
  }

  /** Sizes from 29 on stand in one to three bytes of their own. */
  #sized(kind: number, control: number, at: number): Value {
    const size = control & 31;
    const more = Math.max(0, size - 28);
    if (more === 0) return { type: kind, size, at, next: at };
    const least = [29, 285, 65_821][more - 1] ?? 0;
    return { type: kind, size: least + this.#file.readUIntBE(at, more), at: at + more, next: at + more };
  }

  #bytes({ at, size }: Value): Buffer {
    if (at + size > this.#file.length) throw new Error('the file ends within a value');
    return this.#file.subarray(at, at + size);
  }
}
