import { expect, test } from 'vitest';
import { isCode, newCode } from '../src/links/code.ts';

test('codes are unlike each other and free of vowels and lookalikes', () => {
  const codes = Array.from({ length: 5_000 }, newCode);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every(isCode)).toBe(true);
  expect(codes.join('')).not.toMatch(/[aeiouyAEIOUY01lZSGB]/);
});

test('every character is about as likely as any other', () => {
  const counts = new Map<string, number>();
  for (const character of Array.from({ length: 20_000 }, newCode).join('')) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const expected = 200_000 / counts.size;
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(counts.size).toBe(43);
  expect(chiSquare).toBeLessThan(110);
});

test('what is no code is known without a look-up', () => {
  for (const text of ['', 'short', 'favicon.ico', `${newCode()}x`, 'aaaaaaaaaa']) {
    expect([text, isCode(text)]).toEqual([text, false]);
  }
});
