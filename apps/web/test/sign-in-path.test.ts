import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localPath, signInPath } from '../src/session/sign-in-path.ts';

test.each([
  ['/contacts?tag=a#b', '/contacts?tag=a#b'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/..//evil.example', '/'],
  ['', '/'],
])('from %j one comes back to %j', (next, path) => expect(localPath(next)).toBe(path));

test('no text leads away from this site', () => {
  const origin = 'https://crm.example.com';
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `/${text}`),
        fc.webUrl(),
      ),
      (next) => {
        expect(new URL(localPath(next), origin).origin).toBe(origin);
      },
    ),
  );
});

test('the sign-in page remembers where one wanted to go', () => {
  expect(signInPath('/campaigns?status=draft')).toBe('/sign-in?next=%2Fcampaigns%3Fstatus%3Ddraft');
  expect(signInPath('/')).toBe('/sign-in');
});
