import { randomFillSync } from 'node:crypto';

/** No vowels (no words by chance) and nothing that looks like something else: 0 O, 1 l I, 2 Z, 5 S, 6 G, 8 B. */
const alphabet = '23456789bcdfghjkmnpqrstvwxzCDFHJKLMNPQRTVWX';

/** 10 of 43 characters are 54 random bits: nobody finds another recipient's link by guessing. */
const codeLength = 10;

/** Stands in a preview for the code of a short link, with the length of a real one. */
export const sampleCode = 'X'.repeat(codeLength);

const codePattern = new RegExp(`^[${alphabet}]{${codeLength}}$`);

/** Random bytes are drawn for many codes at once; one draw per character took 3 µs a code. */
const drawn = new Uint8Array(4_096);
let used = drawn.length;

/** Bytes from here on would make the first characters likelier than the others. */
const fairBytes = 256 - (256 % alphabet.length);

/** Words that can be read without vowels; a code that holds one is drawn again (1 in 2 000). */
const words =
  /btch|cck|cnt|crp|dck|dmn|fck|fgt|fkk|fqk|fvck|fxck|gdmn|kkk|ngr|nzz|prck|pss|rtrd|sht|slt|tts|twt|vgn|whr|wtf/i;

/** A random code of a short link, without words and without modulo bias. */
export function newCode(): string {
  const code = drawCode();
  return words.test(code) ? newCode() : code;
}

function drawCode(): string {
  let code = '';
  while (code.length < codeLength) {
    const byte = nextByte();
    if (byte < fairBytes) code += alphabet[byte % alphabet.length];
  }
  return code;
}

function nextByte(): number {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const byte = drawn[used] ?? 0;
  used += 1;
  return byte;
}

/** Whether a path could be a code at all; what could not is answered without looking it up. */
export function isCode(text: string): boolean {
  return codePattern.test(text);
}
