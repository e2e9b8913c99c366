import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCode, newCode } from '../src/links/code.ts';
import { destinationProblem, type DestinationRules } from '../src/links/destination.ts';
import { withUtm } from '../src/links/utm.ts';
import { writtenLinks } from '../src/links/written-links.ts';

const rules: DestinationRules = {
  allowHosts: [],
  shortHosts: ['go.shop.com'],
  exemptOrigin: 'http://localhost:3003',
};
const isSafe = (url: string, more: Partial<DestinationRules> = {}) =>
  destinationProblem(url, { ...rules, ...more }) === null;

const safe = [
  'https://shop.com/sale?x=1#now',
  'HTTP://SHOP.COM',
  'https://shop.com./',
  'https://münchen.de/',
  'https://93.184.215.14/',
  'https://[2606:2800:220:1::1]/',
  'https://mybit.ly.com/x',
  'http://localhost:3003/health',
  'http://localhost:3004/',
];
test.each(safe)('%s may be linked to', (url) => expect(isSafe(url)).toBe(true));

const unsafe = [
  '',
  'shop.com',
  '//shop.com',
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://shop.com/',
  'https:shop.com',
  'https:///shop.com',
  'http:\\\\shop.com',
  'https://shop.com\\@10.0.0.1/',
  'https://sh\top.com/',
  'https://shop.com/a b',
  'https://shop.com@10.0.0.1/',
  'https://user:pass@shop.com/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://router.lan/',
  'http://nas.home.arpa/',
  'http://shop/',
  'http://10.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[64:ff9b::a00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[::127.0.0.1]/',
  'http://[::10.0.0.1]/',
  'http://[::ffff:0:10.0.0.1]/',
  'http://[2001::10.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[fec0::1]/',
  'http://[fd00::1]/',
  'http://[4000::1]/',
  'http://kubernetes.default.svc/',
  'http://redis.svc.cluster.local/',
  'https://localhost../',
  'https://metadata.google.internal../',
  'https://10.0.0.1../',
  'https://shop..com/',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'https://bit.ly/x',
  'https://www.tinyurl.com/x',
  'https://BIT.LY./x',
  'https://BIT.LY../x',
  'https://go.shop.com/x',
  'https://go.shop.com./x',
  'https://go.shop.com.../x',
];
test.each(unsafe)('%s may not be linked to', (url) => expect(isSafe(url)).toBe(false));

test('a machine without a simulator of its own links to nothing on it', () => {
  for (const exemptOrigin of [null, 'https://simulator.shop.com']) {
    expect(isSafe('http://localhost/', { exemptOrigin })).toBe(false);
    expect(isSafe('http://localhost:3004/', { exemptOrigin })).toBe(false);
  }
});

test('a list of hosts allows them and what is below them, and nothing that only looks like it', () => {
  const own = { allowHosts: ['shop.com'] };
  expect(
    ['https://shop.com/', 'https://www.shop.com/', 'https://SHOP.com./'].every((url) => isSafe(url, own)),
  ).toBe(true);
  const others = [
    'https://notshop.com/',
    'https://shop.com.evil.net/',
    'https://evil.net/shop.com',
    'https://shop.com@evil.net/',
  ];
  expect(others.filter((url) => isSafe(url, own))).toEqual([]);
});

test('whatever spelling of an inner address a browser would follow is refused', () => {
  const spellings = fc.constantFrom(
    (a: number, b: number, c: number) => `10.${a}.${b}.${c}`,
    (a: number, b: number, c: number) => String(((10 * 256 + a) * 256 + b) * 256 + c),
    (a: number, b: number, c: number) => `0xa.0x${a.toString(16)}.${b}.${c}`,
    (a: number, b: number, c: number) => `012.${a}.${b * 256 + c}`,
    (a: number, b: number, c: number) => `[::ffff:10.${a}.${b}.${c}]`,
  );
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(spellings, byte, byte, byte, (spell, a, b, c) => {
      expect(isSafe(`http://${spell(a, b, c)}/`)).toBe(false);
    }),
  );
});

test('UTM parameters are put behind an address, whose own spelling stays', () => {
  expect(withUtm('https://shop.com/', 'Sömmer Sale! 20%')).toBe(
    'https://shop.com/?utm_source=sms&utm_medium=sms&utm_campaign=sommer-sale-20',
  );
  expect(withUtm('https://shop.com/?q=a+b%20c#top', '…')).toBe(
    'https://shop.com/?q=a+b%20c&utm_source=sms&utm_medium=sms#top',
  );
  expect(withUtm('https://shop.com/?utm_source=own', 'Sale')).toBe('https://shop.com/?utm_source=own');
});

const finished = (template: string) => writtenLinks(template).map((link) => [link.url, link.finished]);

test('a link is judged while it is written once its host is complete', () => {
  expect(finished('Look: https://sho')).toEqual([['https://sho', false]]);
  expect(finished('Look: https://sho today')).toEqual([['https://sho', true]]);
  expect(finished('https://shop.com/{{first_name|you}}')).toEqual([['https://shop.com/x', true]]);
  expect(finished('https://{{city}}.shop.com/ https://{{city}}')).toEqual([]);
});

test('codes hold no word that can be read without vowels', () => {
  const codes = Array.from({ length: 20_000 }, newCode);
  expect(codes.every(isCode)).toBe(true);
  expect(codes.filter((code) => /fck|cnt|sht|kkk|dck|wtf/i.test(code))).toEqual([]);
});
