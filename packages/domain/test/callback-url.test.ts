import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCallbackUrl, parseCallbackQuery } from '../src/webhooks/callback-url.ts';

const settings = { publicApiUrl: 'https://sms.example', callbackSecret: 'secret' };
const now = new Date('2026-03-02T17:00:00Z');
const day = 86_400_000;
const later = (ms: number) => new Date(now.getTime() + ms);
const subject = { accountKey: 'abc', messageId: '0199aaaa-0000-7000-8000-000000000001', attempt: 2, now };

const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

test('what the URL says is what was built, and the carrier is told to try again', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(99), (messageId, attempt) => {
      const url = buildCallbackUrl(settings, { accountKey: 'abc', messageId, attempt, now });
      expect(url.startsWith('https://sms.example/webhooks/twilio/abc/status?m=')).toBe(true);
      expect(new URL(url).hash).toBe('#rc=3&rp=all');
      const read = parseCallbackQuery(settings, { accountKey: 'abc', now }, queryOf(url));
      expect(read).toEqual({ messageId, attempt });
    }),
  );
});

test('another message, attempt, expiry, account, secret or signature is not taken', () => {
  const query = queryOf(buildCallbackUrl(settings, subject));
  const here = { accountKey: 'abc', now };
  const refused = [
    parseCallbackQuery(settings, { accountKey: 'abd', now }, query),
    parseCallbackQuery({ callbackSecret: 'other' }, here, query),
    parseCallbackQuery(settings, here, { ...query, a: '3' }),
    parseCallbackQuery(settings, here, { ...query, a: '02' }),
    parseCallbackQuery(settings, here, { ...query, m: '0199aaaa-0000-7000-8000-000000000002' }),
    parseCallbackQuery(settings, here, { ...query, m: 'x' }),
    parseCallbackQuery(settings, here, { ...query, e: 'zzzzzzz' }),
    parseCallbackQuery(settings, here, { ...query, e: '' }),
    parseCallbackQuery(settings, here, { ...query, e: undefined }),
    parseCallbackQuery(settings, here, { ...query, s: '' }),
    parseCallbackQuery(settings, here, { ...query, s: undefined }),
  ];
  expect(refused).toEqual(refused.map(() => 'forged'));
});

test('a URL is good for two weeks, and for no second more', () => {
  const query = queryOf(buildCallbackUrl(settings, subject));
  const at = (ms: number) => parseCallbackQuery(settings, { accountKey: 'abc', now: later(ms) }, query);
  const { messageId, attempt } = subject;
  expect([at(0), at(14 * day), at(14 * day + 1_000)]).toEqual([
    { messageId, attempt },
    { messageId, attempt },
    'expired',
  ]);
  expect(
    parseCallbackQuery(settings, { accountKey: 'abc', now: later(20 * day) }, { ...query, a: '3' }),
  ).toBe('forged');
});
