import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WebhookKind } from '../src/webhooks/due.ts';
import { readForm } from '../src/webhooks/read-form.ts';

type Form = Record<string, string>;

const sid = `SM${'0123456789abcdef'.repeat(2)}`;
const otherSid = `SM${'fedcba9876543210'.repeat(2)}`;
const status: Form = {
  AccountSid: `AC${'a'.repeat(32)}`,
  ApiVersion: '2010-04-01',
  ErrorCode: '30003',
  From: '+12025550101',
  MessageSid: sid,
  MessageStatus: 'undelivered',
  RawDlrDoneDate: '2603021705',
  SmsSid: sid,
  SmsStatus: 'undelivered',
  To: '+14155552671',
};
const text: Form = {
  AccountSid: `AC${'a'.repeat(32)}`,
  ApiVersion: '2010-04-01',
  Body: 'STOP',
  From: '+14155552671',
  FromCity: 'TORONTO',
  FromState: 'ON',
  MessageSid: sid,
  NumMedia: '0',
  NumSegments: '12',
  OptOutType: 'STOP',
  SmsMessageSid: sid,
  SmsSid: sid,
  SmsStatus: 'received',
  To: '+12025550101',
  ToCity: 'Fresno',
};

/** What the carrier signs of a form, as in Twilio's published algorithm. */
const signedText = (form: Form) =>
  Object.keys(form)
    .toSorted()
    .map((name) => `${name}${form[name]}`)
    .join('');

/** Cuts a signed text into other names and values; undefined when the carrier's signature would not fit those. */
function cutAnew(signed: string, cuts: readonly number[]): Form | undefined {
  const places = [0, ...cuts, signed.length];
  const pieces = places.slice(1).map((end, index) => signed.slice(places[index], end));
  const pairs = pieces.flatMap((piece, index): [string, string][] =>
    index % 2 === 0 ? [[piece, pieces[index + 1] ?? '']] : [],
  );
  const form = Object.fromEntries(pairs);
  return Object.keys(form).length === pairs.length && signedText(form) === signed ? form : undefined;
}

/** Places in a signed text where one would cut to be understood: at the bounds of names, and at capital letters. */
function placesOf(signed: string): number[] {
  const words = /[A-Z]|Body|From|To|MessageSid|MessageStatus|ErrorCode|NumSegments|OptOutType|SmsMessageSid/g;
  const found = [...signed.matchAll(words)].flatMap((match) => [match.index, match.index + match[0].length]);
  return [...new Set(found)].filter((place) => place > 0 && place < signed.length);
}

function boundsOf(form: Form): number[] {
  let at = 0;
  return Object.keys(form)
    .toSorted()
    .flatMap((name) => {
      const bounds = [at, at + name.length];
      at += name.length + (form[name] ?? '').length;
      return bounds;
    })
    .slice(1);
}

const meaning = (kind: WebhookKind, form: Form) => {
  const read = readForm(kind, form);
  return 'problem' in read
    ? undefined
    : [read.dedupeKey, kind === 'inbound' && [form['Body'], form['From'], form['To']]];
};

/** Keeps most bounds of a form, moves or takes away some, and adds others. */
const cutsOf = (form: Form) => {
  const signed = signedText(form);
  return fc
    .record({
      dropped: fc.uniqueArray(fc.constantFrom(...boundsOf(form)), { maxLength: 12 }),
      added: fc.uniqueArray(fc.constantFrom(...placesOf(signed)), { maxLength: 6 }),
      anywhere: fc.uniqueArray(fc.integer({ min: 1, max: signed.length - 1 }), { maxLength: 2 }),
    })
    .map(({ dropped, added, anywhere }) => {
      const kept = boundsOf(form).filter((bound) => !dropped.includes(bound));
      return [...new Set([...kept, ...added, ...anywhere])].toSorted((a, b) => a - b);
    });
};

/** Texts whose writer knows how forms are signed. */
const knowingBody = fc
  .array(
    fc.constantFrom(
      'hi ',
      'STOP',
      'END',
      'START Doing',
      'From+19995550100',
      `MessageSid${otherSid}`,
      'NumMedia0',
      'NumSegments1',
      'OptOutTypeSTART',
      `SmsMessageSid${otherSid}`,
      'To+12025550199',
      'Zz',
      'zz',
    ),
    { minLength: 1, maxLength: 9 },
  )
  .map((parts) => parts.join(''));

const signedForm = fc.oneof(
  fc.constant({ kind: 'status' as const, form: status }),
  fc.record({
    kind: fc.constant('inbound' as const),
    form: fc.oneof(knowingBody, fc.string()).map((Body): Form => ({ ...text, Body })),
  }),
);

test('a signed form cut anew is the same webhook, or none', () => {
  let understood = 0;
  fc.assert(
    fc.property(
      signedForm.chain((signed) => cutsOf(signed.form).map((cuts) => ({ ...signed, cuts }))),
      ({ kind, form, cuts }) => {
        const other = cutAnew(signedText(form), cuts);
        const read = other && meaning(kind, other);
        if (read === undefined) return;
        understood += 1;
        expect(read).toEqual(meaning(kind, form));
      },
    ),
    { numRuns: 4_000 },
  );
  expect(understood).toBeGreaterThan(20);
});

const without = (form: Form, ...names: string[]): Form =>
  Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)));

test.each<[string, WebhookKind, Form]>([
  ['a text cut after its first letter', 'inbound', { ...without(text, 'Body'), BodyS: 'TOP' }],
  ['a text whose name was cut', 'inbound', { ...without(text, 'Body'), Bod: 'ySTOP' }],
  ['a text that ends in another name', 'inbound', { ...text, Body: 'EN', D: '' }],
  ['an error code of three digits less', 'status', { ...without(status, 'ErrorCode'), ErrorCode30: '003' }],
  [
    'an error code in the value before',
    'status',
    { ...without(status, 'ErrorCode'), ApiVersion: '2010-04-01ErrorCode30003' },
  ],
  [
    'an error code over two names',
    'status',
    { ...without(status, 'ErrorCode'), ApiVersion: '2010-04-01Error', Code: '30003' },
  ],
  [
    'a status that swallows what follows',
    'status',
    { ...without(status, 'RawDlrDoneDate'), MessageStatus: 'undeliveredRawDlrDoneDate2603021705' },
  ],
  ['no text', 'inbound', without(text, 'Body')],
  ['no sender', 'inbound', without(text, 'From')],
  ['no status', 'status', without(status, 'MessageStatus')],
  ['no message', 'status', without(status, 'MessageSid')],
  ['a status callback', 'inbound', status],
  ['a text', 'status', text],
])('%s is refused', (_name, kind, form) => {
  expect(readForm(kind, form)).toEqual({ problem: expect.any(String) as string });
});

test('parameters that Twilio adds without notice are taken', () => {
  expect(readForm('status', { ...status, ChannelPrefix: '', ANewField: 'x', Zone: 'EU' })).toEqual({
    dedupeKey: `${sid}:undelivered:30003`,
  });
  const { OptOutType: _type, ...plain } = text;
  expect(readForm('inbound', { ...plain, MediaUrl0: 'https://a.example/1', WaId: '1', Body: '' })).toEqual({
    dedupeKey: sid,
  });
  expect(readForm('inbound', { ...plain, Body: 'What is MessageSid, or OptOutType?' })).toEqual({
    dedupeKey: sid,
  });
});
