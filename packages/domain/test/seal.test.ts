import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSealedAnew, open, seal } from '../src/access/seal.ts';

const settings = { encryptionKey: Buffer.alloc(32, 1).toString('base64') };
const other = { encryptionKey: Buffer.alloc(32, 2).toString('base64') };

test('what is sealed opens again, never looks the same twice and hides its text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 4 }), (text) => {
      const sealed = seal(settings, text);
      expect(open(settings, sealed)).toBe(text);
      expect(seal(settings, text)).not.toBe(sealed);
      expect(sealed).not.toContain(text);
    }),
  );
});

test('another key, a changed byte and a foreign form are refused', () => {
  const sealed = seal(settings, 'token');
  expect(() => open(other, sealed)).toThrow('Set FORMER_ENCRYPTION_KEY to the former key');
  const [form, keyId, iv, rest] = sealed.split('.');
  const bytes = Buffer.from(rest ?? '', 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => open(settings, [form, keyId, iv, changed.toString('base64url')].join('.'))).toThrow(
      'unable to authenticate',
    );
  }
  expect(() => open(settings, 'plain')).toThrow('unknown form');
  expect(() => seal({ encryptionKey: 'short' }, 'x')).toThrow('32 bytes');
});

test('the key before opens what it sealed, until it is sealed anew', () => {
  const sealed = seal(settings, 'token');
  const rotated = { ...other, formerEncryptionKey: settings.encryptionKey };
  expect(open(rotated, sealed)).toBe('token');
  expect([isSealedAnew(rotated, sealed), isSealedAnew(rotated, seal(rotated, 'token'))]).toEqual([
    false,
    true,
  ]);
});
