import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** Lines of a log that an error shows. */
const lastLineCount = 15;
/** How much is read of a log at once, bytes. */
const chunkBytes = 64 * 1_024;

/** Opens an empty log for a child to write to; the one of the run before is kept beside it. */
export function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) renameSync(path, `${path}.previous`);
  return openSync(path, 'a', 0o600);
}

/** Reads a growing log line by line. */
export class LogReader {
  readonly #file: number;
  readonly #decoder = new StringDecoder('utf8');
  #offset = 0;
  #rest = '';
  #last: string[] = [];

  constructor(path: string) {
    this.#file = openSync(path, 'r');
  }

  /** The complete lines written since the last call. */
  newLines(): string[] {
    const lines: string[] = [];
    const chunk = Buffer.alloc(chunkBytes);
    while (this.#offset < fstatSync(this.#file).size) {
      const length = readSync(this.#file, chunk, 0, chunkBytes, this.#offset);
      if (length === 0) break;
      this.#offset += length;
      const parts = (this.#rest + this.#decoder.write(chunk.subarray(0, length))).split('\n');
      this.#rest = (parts.pop() ?? '').slice(-chunkBytes);
      lines.push(...parts);
    }
    this.#last = [...this.#last, ...lines].slice(-lastLineCount);
    return lines;
  }

  /** The last lines of all that was read. */
  lastLines(): string[] {
    return this.#rest === '' ? this.#last : [...this.#last, this.#rest].slice(-lastLineCount);
  }

  close(): void {
    closeSync(this.#file);
  }
}
