import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingPart } from '../src/webhooks/differing-part.ts';

test.each([
  ['http://sms.example/a', 'https://sms.example/a', 'http', '', '://sms.example/a'],
  ['https://sms.example:3001/a', 'https://sms.example/a', 'https://sms.example', ':3001', '/a'],
  ['https://one.example/a', 'https://two.example/a', 'https://', 'one', '.example/a'],
  ['https://sms.example/a/', 'https://sms.example/a', 'https://sms.example/a', '/', ''],
])('%s differs from %s', (seen, expected, before, own, behind) => {
  expect(differingPart(seen, expected)).toEqual({ before, own, behind });
});

test('the parts make the address again', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (seen, expected) => {
      const { before, own, behind } = differingPart(seen, expected);
      expect(before + own + behind).toBe(seen);
      expect(expected.startsWith(before) && expected.endsWith(behind)).toBe(true);
    }),
  );
});
