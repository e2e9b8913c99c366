import { randomInt } from 'node:crypto';

/** No vowels (no words by chance) and nothing that looks like something else: 0 O, 1 l I, 2 Z, 5 S, 6 G, 8 B. */
const alphabet = '23456789bcdfghjkmnpqrstvwxzCDFHJKLMNPQRTVWX';

/** 10 of 43 characters are 54 random bits: nobody finds another recipient's link by guessing. */
const codeLength = 10;

/** Stands in a preview for the code of a short link, with the length of a real one. */
export const sampleCode = 'X'.repeat(codeLength);

const codePattern = new RegExp(`^[${alphabet}]{${codeLength}}$`);

/** A random code of a short link, without modulo bias. */
export function newCode(): string {
  return Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Whether a path could be a code at all; what could not is answered without looking it up. */
export function isCode(text: string): boolean {
  return codePattern.test(text);
}
