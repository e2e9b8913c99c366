import { addDnc } from '@sms-crm/contracts/do-not-contact';
import { createContact } from '@sms-crm/contracts/contacts';
import { updateNumber } from '@sms-crm/contracts/numbers';
import { setup } from '@sms-crm/contracts/session';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { toEvidence } from '../src/contacts/consent-evidence.ts';
import { InFlight } from '../src/api/in-flight.ts';
import { asSentence } from '../src/form/as-sentence.ts';
import { dollarsOrNone } from '../src/form/dollars.ts';
import { inOneField } from '../src/form/in-one-field.ts';
import { issueWords } from '../src/form/issue-words.ts';

function complaints(schema: z.ZodType, input: unknown): Record<string, string> {
  const issues = schema.safeParse(input, { error: issueWords }).error?.issues ?? [];
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.'), issue.message]));
}

test('refusals read like a person wrote them', () => {
  expect(complaints(setup, { organisation: '', name: 'Ada', email: 'x', password: 'short' })).toEqual({
    organisation: 'Fill this in.',
    email: 'Enter an e-mail address, e.g. name@example.com.',
    password: 'Use at least 12 characters',
  });
  expect(complaints(addDnc, { phone: '' })).toEqual({ phone: 'Fill this in.' });
  expect(complaints(addDnc, { phone: '1', reason: 'a'.repeat(201) })).toEqual({
    phone: 'Use at least 3 characters.',
    reason: 'Use at most 200 characters.',
  });
});

test('numbers and amounts are refused as numbers, and a list in one field as that field', () => {
  expect(complaints(updateNumber, { rateParts: Number.NaN })).toEqual({ rateParts: 'Enter a number.' });
  expect(complaints(updateNumber, { rateParts: 0 })).toEqual({ rateParts: 'Enter 0.01 or more.' });
  expect(complaints(updateNumber, { rateParts: 5_000 })).toEqual({ rateParts: 'Enter 1000 or less.' });
  expect(complaints(updateNumber, { warmUpCurve: [10.5, -5, Number.NaN] })).toEqual({
    'warmUpCurve.0': 'Enter a whole number.',
    'warmUpCurve.1': 'Enter 1 or more.',
    'warmUpCurve.2': 'Enter a number.',
  });
  expect(inOneField({ warmUpCurve: '10.5, -5' }, 'warmUpCurve.0')).toBe('warmUpCurve');
  expect(inOneField({ consent: { source: '' } }, 'consent.source')).toBe('consent.source');
  for (const wrong of ['-5', 'abc'])
    expect(complaints(dollarsOrNone, wrong)['']).toMatch(/amount in dollars/);
  expect(complaints(dollarsOrNone, '99999999999')['']).toMatch(/at most 1,000,000,000/);
  expect([' ', '250', '$0.0079'].map((text) => dollarsOrNone.parse(text))).toEqual([
    null,
    250_000_000,
    7_900,
  ]);
});

test.each([
  ['1,00', 1],
  ['1,5', 1.5],
  ['$2,50', 2.5],
  ['1,000', 1_000],
  ['1,000.50', 1_000.5],
  ['$ 12,345,678', 12_345_678],
  ['0.0079', 0.0079],
  ['.5', 0.5],
])('the amount %j is $%d: a comma is never dropped from between dollars and cents', (text, amount) => {
  expect(dollarsOrNone.parse(text)).toBe(Math.round(amount * 1_000_000));
});

test.each(['1.000,50', '1,0000', '0,0079', '0,500', '1,23,456', '1,000,5', '1000,500', ','])(
  'the amount %j is refused with a way to write it',
  (text) => expect(complaints(dollarsOrNone, text)['']).toMatch(/two ways.*e\.g\. 1234\.50/),
);

test.each([
  ['not a phone number that exists', 'Not a phone number that exists.'],
  ['Use at least 12 characters', 'Use at least 12 characters.'],
  ['Fill this in.', 'Fill this in.'],
  ['', ''],
])('%j is shown as %j', (words, sentence) => expect(asSentence(words)).toBe(sentence));

test('evidence without an answer names both fields that miss one', () => {
  const consent = toEvidence({ source: '', agreedOn: '', wording: '' });
  expect(complaints(createContact, { phone: '4155550123', consent })).toEqual({
    'consent.source': 'Choose one of the options.',
    'consent.agreedAt': 'Enter a date.',
  });
});

test('a day of agreement that has begun is no moment to come, and one that has not stays what it is', () => {
  const now = Date.parse('2026-03-01T02:00:00Z');
  const values = { source: 'web-form', agreedOn: '2026-03-01', wording: ' ' };
  expect(toEvidence(values, now)).toEqual({ source: 'web-form', agreedAt: '2026-03-01T02:00:00.000Z' });
  expect(toEvidence({ ...values, agreedOn: '2026-02-01' }, now).agreedAt).toBe('2026-02-01T12:00:00.000Z');
  expect(toEvidence({ ...values, agreedOn: '2026-03-03' }, now).agreedAt).toBe('2026-03-03T12:00:00.000Z');
});

test('what is asked for again before it was answered is sent once; afterwards, and for another input, anew', async () => {
  const inFlight = new InFlight<string | undefined, number>();
  const answers: ((sent: number) => void)[] = [];
  const ask = (input?: string) =>
    inFlight.send(input, () => new Promise((resolve) => void answers.push(resolve)));
  const twice = [ask(), ask()];
  expect(answers).toHaveLength(1);
  answers[0]?.(1);
  expect(await Promise.all(twice)).toEqual([1, 1]);
  void ask();
  void ask('pause');
  expect(answers).toHaveLength(3);
});

test('after a refusal it can be tried again', async () => {
  const inFlight = new InFlight<undefined, number>();
  await expect(inFlight.send(undefined, () => Promise.reject(new Error('refused')))).rejects.toThrow(
    'refused',
  );
  expect(await inFlight.send(undefined, () => Promise.resolve(2))).toBe(2);
});
