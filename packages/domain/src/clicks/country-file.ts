import { bytesOf } from './address.ts';
import { MmdbValues } from './mmdb-values.ts';

const marker = Buffer.from('\u00AB\u00CD\u00EFMaxMind.com', 'latin1');

/** The description of the file stands within so many bytes of its end. */
const descriptionBytes = 128 << 10;

/** Zeros between the tree of addresses and the values. */
const separatorBytes = 16;

/** Where addresses of IPv4 stand in a tree of IPv6: behind so many zeros. */
const zerosBeforeIpv4 = 96;

/** No file was made behind this moment, ms; later ones cannot be stored. */
const latestMs = Date.UTC(9999, 0);

/** Nodes of the tree looked at to check a file, evenly spread. */
const nodesChecked = 64;

/** A file in MMDB format that tells countries by addresses, see maxmind.github.io/MaxMind-DB. Every answer takes a bounded time, whatever is in it. */
export class CountryFile {
  readonly type: string;
  readonly builtAt: Date;
  readonly #file: Buffer;
  readonly #values: MmdbValues;
  readonly #ipVersion: number;
  readonly #nodes: number;
  readonly #recordBits: number;
  readonly #ipv4Start: number;

  /** @throws Error when it is no such file, or not whole */
  constructor(file: Buffer) {
    const found = file.subarray(-descriptionBytes).lastIndexOf(marker);
    if (found === -1) throw new Error('there is no description at the end of the file');
    const end = Math.max(0, file.length - descriptionBytes) + found;
    const start = end + marker.length;
    const description = new MmdbValues(file, start);
    const number = (name: string) => description.numberAt(start, name) ?? 0;
    [this.#nodes, this.#recordBits, this.#ipVersion] = [
      number('node_count'),
      number('record_size'),
      number('ip_version'),
    ];
    if (![24, 28, 32].includes(this.#recordBits) || ![4, 6].includes(this.#ipVersion)) {
      throw new Error(`records of ${this.#recordBits} bits for IPv${this.#ipVersion} are not known`);
    }
    if (this.#nodes === 0 || this.#treeBytes() + separatorBytes > end)
      throw new Error('the file is not whole');
    this.type = (description.textAt(start, 'database_type') ?? '').replaceAll('\0', '');
    this.builtAt = new Date(number('build_epoch') * 1_000);
    if (!(this.builtAt.getTime() <= latestMs)) throw new Error('the file says no time at which it was made');
    this.#file = file;
    this.#values = new MmdbValues(file, this.#treeBytes() + separatorBytes);
    this.#ipv4Start =
      this.#ipVersion === 4
        ? 0
        : this.#walk(
            0,
            Array.from({ length: zerosBeforeIpv4 }, () => 0),
          );
  }

  /**
   * The country of an address in two capitals, null when the file knows none.
   *
   * @throws Error when the file is broken there
   */
  countryOf(ip: string): string | null {
    const bytes = bytesOf(ip);
    if (bytes === undefined || (bytes.length > 4 && this.#ipVersion === 4)) return null;
    const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
    return this.#countryIn(this.#walk(bytes.length === 4 ? this.#ipv4Start : 0, bits));
  }

  /**
   * Looks at some dozens of places.
   *
   * @throws Error when the file is broken at one of them
   */
  check(): void {
    const step = Math.max(1, Math.floor(this.#nodes / nodesChecked));
    for (let node = 0; node < this.#nodes; node += step) {
      for (const side of [0, 1]) this.#countryIn(this.#record(node, side));
    }
  }

  #treeBytes(): number {
    return (this.#nodes * this.#recordBits) / 4;
  }

  /** The record that the bits lead to: a node when they end early, or a number behind that of nodes. */
  #walk(from: number, bits: readonly number[]): number {
    let record = from;
    for (const bit of bits) {
      if (record >= this.#nodes) break;
      record = this.#record(record, bit);
    }
    return record;
  }

  /** One of the two records of a node. Those of 28 bits have their highest four in the byte between them. */
  #record(node: number, side: number): number {
    const bytes = this.#recordBits / 4;
    const at = node * bytes;
    if (this.#recordBits !== 28) return this.#file.readUIntBE(at + (side * bytes) / 2, bytes / 2);
    const middle = this.#file.readUInt8(at + 3);
    const high = side === 0 ? middle >> 4 : middle & 15;
    return high * 2 ** 24 + this.#file.readUIntBE(at + side * 4, 3);
  }

  /** Files differ in how they name it: MaxMind nests it, others put `country_code` on top. */
  #countryIn(record: number): string | null {
    if (record <= this.#nodes) return null;
    const at = this.#treeBytes() + record - this.#nodes;
    const code =
      this.#values.textAt(at, 'country', 'iso_code') ??
      this.#values.textAt(at, 'country_code') ??
      this.#values.textAt(at, 'country');
    return code !== undefined && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : null;
  }
}
