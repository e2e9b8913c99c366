import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { codeRule, codeRules, type CodeRule } from '../src/errors/carrier-codes.ts';
import { nextCarrierDay, retryAt } from '../src/errors/retry-at.ts';

const minute = 60_000;

/** Row by row what Twilio's documentation and practice ask for: class, its codes, what is done. */
const rows: [string, string[], Omit<CodeRule, 'codes'>][] = [
  ['a phone that cannot be', ['21211', '21217', '21421', '21614', '21635'], { phone: 'never' }],
  ['no route from this sender', ['21612'], { phone: 'no-route', stop: 'campaign-when-all' }],
  ['pictures to a carrier that takes none', ['30011'], {}],
  ['landline, unless a look-up knows better', ['30006'], { phone: 'unless-textable' }],
  ['unknown subscriber, litigator', ['30005', '30640'], { phone: 'never' }],
  ['switched off', ['30003'], { phone: 'after-three', retry: { after: 120 * minute, most: 1 } }],
  ['unknown', ['30008'], { phone: 'after-three', retry: { after: 120 * minute, most: 1 } }],
  ['blocked at the destination', ['30004'], { phone: 'month' }],
  ['opted out', ['21610'], { phone: 'opted-out' }],
  ['filtered', ['30007'], {}],
  ['unregistered', ['30032', '30033', '30034', '30035'], { stop: 'number' }],
  [
    'registration too fast',
    ['30022'],
    { retry: { after: minute, most: 3 }, wait: { scope: 'number', ms: 10_000 } },
  ],
  [
    'cap of the day',
    ['30023', '30027'],
    { retry: { after: 'next-carrier-day', most: 3 }, wait: { scope: 'brand' } },
  ],
  [
    'too many requests',
    ['20429'],
    { retry: { after: 1_000, most: 10 }, wait: { scope: 'account', ms: 1_000 } },
  ],
  [
    'full queue',
    ['21611', '30001'],
    { retry: { after: minute, most: 5 }, wait: { scope: 'number', ms: minute } },
  ],
  ['loop protection', ['14107'], { retry: { after: minute, most: 2 } }],
  ['congestion', ['30017'], { retry: { after: minute, most: 3 } }],
  [
    'account too fast',
    ['63017', '63018'],
    { retry: { after: minute, most: 3 }, wait: { scope: 'account', ms: 10_000 } },
  ],
  [
    'account cap of the day',
    ['63038'],
    { retry: { after: 'next-carrier-day', most: 2 }, wait: { scope: 'account', ms: 60 * minute } },
  ],
  ['may have arrived', ['30410'], { mayHaveArrived: true }],
  [
    'faults of the carrier',
    ['20500', '20503', '30500', '30020', '30021'],
    { retry: { after: 5 * minute, most: 1 } },
  ],
  ['fraud protection', ['30450'], { retry: { after: 30 * minute, most: 1 }, alert: true }],
  ['quiet hours of the carrier', ['30610', '30047'], { retry: { after: 60 * minute, most: 4 } }],
  ['country', ['30018', '30024', '21408'], { stop: 'country' }],
  ['sender', ['21212', '21606', '21659', '21660'], { stop: 'number' }],
  ['account', ['20003', '20005', '30002'], { stop: 'account' }],
  ['messaging service', Array.from({ length: 12 }, (_, n) => String(21_701 + n)), { stop: 'account' }],
  ['trial, price cap', ['21608', '30010'], { stop: 'campaign' }],
  ['content', ['21602', '21617', '21619', '21620', '21623', '30019'], { stop: 'campaign' }],
];

test.each(rows)('%s: %j', (_name, codes, rule) => {
  for (const code of codes)
    expect([code, codeRule(code)]).toEqual([code, { codes: expect.any(Array), ...rule }]);
});

test('the table holds nothing else, each code once, and all have words of their own', () => {
  const all = codeRules.flatMap(({ codes }) => codes);
  expect(all.toSorted()).toEqual(rows.flatMap(([, codes]) => codes).toSorted());
  expect(new Set(all).size).toBe(all.length);
  for (const code of all) expect(carrierErrorWords(code).words).not.toContain(code);
});

test('a code nobody knows does nothing', () => {
  fc.assert(
    fc.property(fc.string(), (code) => {
      expect(codeRule(`x${code}`)).toEqual({ codes: [] });
    }),
  );
});

test('the carriers’ day begins at midnight in Los Angeles, also when clocks change', () => {
  expect(nextCarrierDay(new Date('2026-07-01T06:59:00Z')).toISOString()).toBe('2026-07-01T07:00:00.000Z');
  expect(nextCarrierDay(new Date('2026-07-01T07:00:00Z')).toISOString()).toBe('2026-07-02T07:00:00.000Z');
  expect(nextCarrierDay(new Date('2026-11-01T07:30:00Z')).toISOString()).toBe('2026-11-02T08:00:00.000Z');
  expect(nextCarrierDay(new Date('2026-03-08T08:30:00Z')).toISOString()).toBe('2026-03-09T07:00:00.000Z');
});

test('a pause doubles, is spread by chance, and ends after the most tries', () => {
  const now = new Date('2026-07-01T12:00:00Z');
  const rule = { after: minute, most: 3 };
  fc.assert(
    fc.property(fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true }), (retries, random) => {
      const at = retryAt(rule, { now, retries, random });
      expect(at === null).toBe(retries >= 3);
      const pause = (at?.getTime() ?? 0) - now.getTime();
      const base = minute * 2 ** retries;
      expect(at === null || (pause >= base - 1 && pause <= base * 1.2 + 1)).toBe(true);
    }),
  );
});
