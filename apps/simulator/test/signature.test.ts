import fc from 'fast-check';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, it } from 'vitest';
import { splitOverrides } from '../src/webhooks/overrides.ts';
import { signed } from '../src/webhooks/sign.ts';
import { targetOf } from '../src/webhooks/target.ts';

describe('webhook signatures', () => {
  it('match the published vectors', () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    };
    const https = signed('https://mycompany.com/myapp.php?foo=1&bar=2', params, '12345');
    const http = signed('http://mycompany.com:1234/myapp.php?foo=1&bar=2', params, '12345');
    expect(https.signature).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
    expect(http.signature).toBe('Zmvh+3yNM1Phv2jhDCwEM3q5ebU=');
  });

  it('hold for what a form parser reads back, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.string(), (body, token) => {
        const call = signed('http://h:8080/in', { Body: body, From: '+1', NumMedia: '0' }, `t${token}`);
        const params = Object.fromEntries(new URLSearchParams(call.body));
        expect(params['Body']).toBe(body);
        expect(validateRequest(`t${token}`, call.signature, 'http://h:8080/in', params)).toBe(true);
      }),
    );
  });
});

describe('connection overrides', () => {
  it('are Twilio’s defaults without a fragment', () => {
    expect(splitOverrides('https://h/x?a=1')).toEqual({
      url: 'https://h/x?a=1',
      overrides: { connectTimeoutMs: 5_000, readTimeoutMs: 15_000, retries: 1, retryOn: new Set(['ct']) },
    });
  });

  it('are read from the fragment, which is cut off', () => {
    expect(splitOverrides('https://h/x#rc=5&rp=4xx,rt&ct=200&rt=9000&tt=8000')).toEqual({
      url: 'https://h/x',
      overrides: { connectTimeoutMs: 200, readTimeoutMs: 8_000, retries: 5, retryOn: new Set(['4xx', 'rt']) },
    });
  });

  it('never leave their bounds, whatever the fragment', () => {
    const field = fc.tuple(fc.constantFrom('rc', 'rp', 'ct', 'rt', 'tt', 'e'), fc.string());
    const fragment = fc.array(field).map((pairs) => new URLSearchParams(pairs).toString());
    fc.assert(
      fc.property(fc.oneof(fragment, fc.string()), (text) => {
        const { url, overrides } = splitOverrides(`http://h/#${text}`);
        expect(url).toBe('http://h/');
        expect(overrides.retries).toBeGreaterThanOrEqual(0);
        expect(overrides.retries).toBeLessThanOrEqual(5);
        expect(overrides.connectTimeoutMs).toBeGreaterThanOrEqual(100);
        expect(overrides.readTimeoutMs).toBeLessThanOrEqual(15_000);
        expect(overrides.retryOn.size).toBeGreaterThan(0);
      }),
    );
  });
});

describe('targets', () => {
  it('are what a whole parser says, whatever the address', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      '?',
      '#',
      '%2e',
      '%20',
      'a',
      "'",
      '"',
      'é',
      '&m=1',
      '+',
      ' ',
      ':',
      '@',
    );
    const tail = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const host = fc.constantFrom(
      'http://h',
      'https://H.example:443',
      'http://127.0.0.1:80',
      'https://ü.example',
      'nowhere',
    );
    fc.assert(
      fc.property(host, tail, (start, end) => {
        const { url, overrides } = splitOverrides(start + end);
        const parsed = URL.parse(url);
        const expected =
          parsed === null
            ? null
            : { url, origin: parsed.origin, path: parsed.pathname + parsed.search, overrides };
        expect(targetOf(start + end)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
