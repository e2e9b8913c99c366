import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacWith } from '../src/hmac.ts';

const keys = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 60, maxLength: 70 }),
);
const texts = fc.oneof(
  fc.array(fc.constantFrom('a', 'é', '€', '😀', '\ud800', '\udc00')).map((letters) => letters.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'binary', minLength: 2_700, maxLength: 2_760 }),
);

test.each(['sha1', 'sha256'] as const)(
  'is the HMAC of %s that node:crypto makes, whatever the key and the texts',
  (algorithm) => {
    const check = (key: string, some: readonly string[]) => {
      const hmac = hmacWith(algorithm, key);
      for (const text of some) {
        expect(hmac(text, 'hex')).toBe(createHmac(algorithm, key).update(text).digest('hex'));
      }
    };
    fc.assert(fc.property(keys, fc.array(texts, { minLength: 1, maxLength: 4 }), check));
  },
);

test('says it in the encoding asked for', () => {
  const expected = createHmac('sha256', 'key').update('text');
  expect(hmacWith('sha256', 'key')('text', 'base64url')).toBe(expected.digest('base64url'));
});
