import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carrierErrorWords } from '../src/carrier-errors.ts';

const frequent = [
  '21211',
  '21408',
  '21610',
  '21611',
  '21614',
  '30003',
  '30004',
  '30005',
  '30006',
  '30007',
  '30008',
  '30034',
];

test.each(frequent)('%s has words and an action of its own', (code) => {
  const { words, action } = carrierErrorWords(code);
  expect(words).not.toContain(code);
  expect(action).not.toContain(code);
  expect(action).toMatch(/\.$/);
});

test('filtered texts are not to be sent again, opt-outs come back only by their own START', () => {
  expect(carrierErrorWords('30007').action).toContain('Do not send it again');
  expect(carrierErrorWords('21610').action).toContain('START');
});

test('any code gets words and an action, those nobody knows name the code', () => {
  const unknown = carrierErrorWords('99999');
  expect(unknown.words).toContain('99999');
  expect(unknown.action).toContain('99999');
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (code) => {
      const { words, action } = carrierErrorWords(code);
      expect(words.length).toBeGreaterThan(0);
      expect(action.length).toBeGreaterThan(0);
    }),
  );
});

test.each(['constructor', '__proto__', 'toString'])('the code "%s" is no code either', (code) => {
  expect(carrierErrorWords(code).words).toBe(`The carrier reported error ${code}`);
});
