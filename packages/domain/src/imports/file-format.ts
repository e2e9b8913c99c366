import { DomainError } from '../context/errors.ts';

export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Delimiter = ',' | ';' | '\t' | '|';
export type FileFormat = { encoding: FileEncoding; delimiter: Delimiter };

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/** Characters of the beginning that decide the delimiter. */
const sampleChars = 64 * 1024;

const howToSave = 'In Excel choose File → Save as → “CSV UTF-8 (comma delimited)”, then upload that file.';

const signatures: readonly [string, string][] = [
  ['504b0304', 'an Excel workbook or another zipped file'],
  ['d0cf11e0', 'an old Excel workbook'],
  ['25504446', 'a PDF'],
  ['1f8b', 'a compressed file'],
];

/**
 * Refuses what is no text at all, by the first bytes.
 *
 * @throws DomainError `malformed_file` with the fix
 */
export function refuseBinary(head: Buffer): void {
  const kind = signatures.find(([hex]) => head.toString('hex', 0, hex.length / 2) === hex)?.[1];
  const isBinary = kind !== undefined || (byteOrderMark(head) === undefined && head.includes(0));
  if (!isBinary) return;
  const what =
    kind === undefined ? 'The file is not text, so it cannot be CSV' : `The file is ${kind}, not CSV`;
  throw new DomainError('malformed_file', { detail: `${what}. ${howToSave}` });
}

/** Follows all bytes of a file and tells its encoding: by byte order mark, else UTF-8 if every byte fits, else Windows-1252. */
export class EncodingDetector {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #encoding: FileEncoding | undefined;
  #marked = false;
  #begun = false;

  push(bytes: Buffer): void {
    if (!this.#begun) {
      this.#begun = true;
      this.#encoding = byteOrderMark(bytes);
      this.#marked = this.#encoding !== undefined;
    }
    if (this.#encoding !== undefined) return;
    this.#try(() => this.#utf8.decode(bytes, { stream: true }));
  }

  end(): FileEncoding {
    if (!this.#marked && this.#encoding === undefined) this.#try(() => this.#utf8.decode());
    return this.#encoding ?? 'utf-8';
  }

  #try(decode: () => unknown): void {
    try {
      decode();
    } catch {
      this.#encoding = 'windows-1252';
    }
  }
}

function byteOrderMark(head: Buffer): FileEncoding | undefined {
  const hex = head.toString('hex', 0, 3);
  if (hex === 'efbbbf') return 'utf-8';
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  return undefined;
}

/** The delimiter that stands most often in the first line, outside quotes; a comma when none does. */
export function detectDelimiter(head: Buffer, encoding: FileEncoding): Delimiter {
  const text = new TextDecoder(encoding).decode(head.subarray(0, sampleChars)).trimStart();
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const countOf = (delimiter: Delimiter): number => counts.get(delimiter) ?? 0;
  return delimiters.reduce((best, delimiter) => (countOf(delimiter) > countOf(best) ? delimiter : best), ',');
}

/** The format as its row stores it. */
export function storedFormat(row: { encoding: string; delimiter: string }): FileFormat {
  const encoding = ([`utf-8`, 'utf-16le', 'utf-16be', 'windows-1252'] as const).find(
    (name) => name === row.encoding,
  );
  const delimiter = delimiters.find((character) => character === row.delimiter);
  if (encoding === undefined || delimiter === undefined) {
    throw new Error(`not a file format: ${row.encoding} ${JSON.stringify(row.delimiter)}`);
  }
  return { encoding, delimiter };
}
