import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCallbackUrl, parseCallbackQuery } from '../src/webhooks/callback-url.ts';

const settings = { publicApiUrl: 'https://sms.example', callbackSecret: 'secret' };

const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

test('what the URL says is what was built, and the carrier is told to try again', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(99), (messageId, attempt) => {
      const url = buildCallbackUrl(settings, { accountKey: 'abc', messageId, attempt });
      expect(url.startsWith('https://sms.example/webhooks/twilio/abc/status?m=')).toBe(true);
      expect(new URL(url).hash).toBe('#rc=3&rp=all');
      expect(parseCallbackQuery(settings, 'abc', queryOf(url))).toEqual({ messageId, attempt });
    }),
  );
});

test('another message, attempt, account, secret or signature is not taken', () => {
  const messageId = '0199aaaa-0000-7000-8000-000000000001';
  const query = queryOf(buildCallbackUrl(settings, { accountKey: 'abc', messageId, attempt: 2 }));
  const refused = [
    parseCallbackQuery(settings, 'abd', query),
    parseCallbackQuery({ callbackSecret: 'other' }, 'abc', query),
    parseCallbackQuery(settings, 'abc', { ...query, a: '3' }),
    parseCallbackQuery(settings, 'abc', { ...query, m: '0199aaaa-0000-7000-8000-000000000002' }),
    parseCallbackQuery(settings, 'abc', { ...query, m: 'x' }),
    parseCallbackQuery(settings, 'abc', { ...query, s: '' }),
    parseCallbackQuery(settings, 'abc', { ...query, s: undefined }),
  ];
  expect(refused).toEqual(refused.map(() => undefined));
});
