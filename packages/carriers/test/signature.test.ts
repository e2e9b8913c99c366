import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { clientOf, credentials } from './scripted-carrier.ts';

/** Published by Twilio with its SDK (MIT). */
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const params = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};
const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

const { lookup, close } = clientOf('http://127.0.0.1:9');
afterAll(() => close());
const carrier = lookup({ ...credentials, authToken: '12345' });

const plain = url.replace('https', 'http');

test.each([
  ['of https', url, signature],
  ['of http at a port of its own', plain.replace('.com', '.com:1234'), 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU='],
  ['of https with its port, which the address leaves out', url, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
  ['of http with its port, which the address leaves out', plain, '0ZXoZLH/DfblKGATFgpif+LLRf4='],
  ['of https without the port that the address has', url.replace('.com', '.com:1234'), signature],
])('takes the published signature %s', (_of, url, published) => {
  expect(carrier.verifySignature({ url, params, signature: published })).toBe(true);
});

/** SHA-256 of `{"property": "value", "boolean": true}` and of `{}`. */
const hashes = {
  body: '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620',
  empty: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
};

test.each([
  ['beside another query', `${url}&bodySHA256=${hashes.body}`, 'a9nBmqA0ju/hNViExpshrM61xv4='],
  ['of an empty object', `${url}&bodySHA256=${hashes.empty}`, 'Ldidvp12m26NI7eqEvxnEpkd9Hc='],
  [
    'as the whole query',
    `https://mycompany.com/myapp.php?bodySHA256=${hashes.body}`,
    'y77kIzt2vzLz71DgmJGsen2scGs=',
  ],
])(
  'takes the published signature of a JSON body, whose hash stands in the URL, %s',
  (_where, hashed, sig) => {
    expect(carrier.verifySignature({ url: hashed, params: {}, signature: sig })).toBe(true);
  },
);

test('spaces around a value are signed with it', () => {
  const padded = { ...params, Body: '  padded ' };
  const text = Object.keys(padded)
    .toSorted()
    .reduce((sum, key) => sum + key + Reflect.get(padded, key), url);
  const own = createHmac('sha1', '12345').update(text).digest('base64');
  expect(carrier.verifySignature({ url, params: padded, signature: own })).toBe(true);
  expect(carrier.verifySignature({ url, params: { ...padded, Body: 'padded' }, signature: own })).toBe(false);
});

test('the order of the parameters does not matter', () => {
  const turned = Object.fromEntries(Object.entries(params).toReversed());
  expect(carrier.verifySignature({ url, params: turned, signature })).toBe(true);
});

test.each([
  ['another scheme', { url: url.replace('https', 'http') }],
  ['another path', { url: url.replace('.php', '.php/') }],
  ['another host', { url: url.replace('mycompany', 'theircompany') }],
  ['another case of the path', { url: url.replace('myapp', 'MyApp') }],
  ['a query in another order', { url: url.replace('foo=1&bar=2', 'bar=2&foo=1') }],
  ['a fragment left in', { url: `${url}#rc=5` }],
  ['a changed parameter', { params: { ...params, Digits: '1235' } }],
  ['a parameter more', { params: { ...params, Extra: 'x' } }],
  ['no parameters', { params: {} }],
  ['no signature', { signature: '' }],
  ['a signature cut short', { signature: signature.slice(0, -2) }],
  ['an address that is none', { url: '/myapp.php' }],
  ['no address', { url: '' }],
])('%s makes it wrong', (_name, change) => {
  expect(carrier.verifySignature({ url, params, signature, ...change })).toBe(false);
});

test('another account’s token makes it wrong', () => {
  expect(lookup(credentials).verifySignature({ url, params, signature })).toBe(false);
});

test('garbage is wrong and never throws', () => {
  const garbage = fc.record({
    url: fc.oneof(fc.string(), fc.webUrl()),
    params: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
    signature: fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()),
  });
  fc.assert(
    fc.property(garbage, (request) => {
      expect(carrier.verifySignature(request)).toBe(false);
    }),
  );
});
