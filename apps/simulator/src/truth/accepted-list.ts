import type { Message } from '../messages/message.ts';

/** One text that was taken, in compact form; `position` is its place in the log. */
export type AcceptedText = {
  position: number;
  to: string;
  from: string;
  acceptedAtMs: number;
  parts: number;
};

/** Texts in one block of typed arrays. */
const blockSize = 65_536;

type Block = {
  to: Float64Array;
  acceptedAtMs: Float64Array;
  position: Float64Array;
  from: Uint16Array;
  parts: Uint8Array;
};

/** Every text taken, oldest first, 27 bytes each. */
export class AcceptedList {
  readonly #limit: number;
  readonly #blocks: Block[] = [];
  readonly #senders: string[] = [];
  readonly #indexes = new Map<string, number>();
  #size = 0;

  /** @param limit texts kept; those that come later are left out */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  add(message: Message, position: number): void {
    if (this.#size >= this.#limit) return;
    const at = this.#size % blockSize;
    if (at === 0) this.#blocks.push(emptyBlock());
    const block = this.#blocks.at(-1);
    if (block === undefined) return;
    block.to[at] = Number(message.to);
    block.acceptedAtMs[at] = message.createdAtMs;
    block.position[at] = position;
    block.from[at] = this.#senderIndex(message.from);
    block.parts[at] = message.parts;
    this.#size += 1;
  }

  get(index: number): AcceptedText | undefined {
    const block = this.#blocks[Math.floor(index / blockSize)];
    if (block === undefined || index >= this.#size) return undefined;
    const at = index % blockSize;
    return {
      position: block.position[at] ?? 0,
      to: `+${block.to[at] ?? 0}`,
      from: this.#senders[block.from[at] ?? 0] ?? '',
      acceptedAtMs: block.acceptedAtMs[at] ?? 0,
      parts: block.parts[at] ?? 0,
    };
  }

  #senderIndex(phone: string): number {
    const known = this.#indexes.get(phone);
    if (known !== undefined) return known;
    const index = Math.min(this.#senders.length, 65_535);
    this.#senders[index] = phone;
    this.#indexes.set(phone, index);
    return index;
  }
}

function emptyBlock(): Block {
  return {
    to: new Float64Array(blockSize),
    acceptedAtMs: new Float64Array(blockSize),
    position: new Float64Array(blockSize),
    from: new Uint16Array(blockSize),
    parts: new Uint8Array(blockSize),
  };
}
