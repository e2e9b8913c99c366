import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureSecrets } from '../src/secrets.ts';
import { tempFolder } from './kit/temp-folder.ts';

test('secrets are made once, kept, and readable by their owner only', () => {
  const path = join(tempFolder(), 'deep', 'secrets.json');
  const made = ensureSecrets(path);
  expect(ensureSecrets(path)).toEqual(made);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(Buffer.from(made.encryptionKey, 'base64')).toHaveLength(32);
  expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
});

test('a secret that a newer version needs is added; the others stay', () => {
  const path = join(tempFolder(), 'secrets.json');
  const { controlToken: _dropped, ...older } = ensureSecrets(path);
  writeFileSync(path, JSON.stringify(older));
  expect(ensureSecrets(path)).toMatchObject(older);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('controlToken');
});

test.for(['', 'no json', '[1]', '{"authSecret": 5}'])(
  'a broken file is refused, not replaced: %j',
  (text) => {
    const path = join(tempFolder(), 'secrets.json');
    writeFileSync(path, text);
    expect(() => ensureSecrets(path)).toThrow(/secrets\.json cannot be used/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);
