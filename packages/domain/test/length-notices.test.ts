import { expect, test } from 'vitest';
import { lengthNotices } from '../src/campaigns/length-notices.ts';
import { countParts } from '../src/messages/parts.ts';

function noticesOf(template: string, body: string) {
  const { parts, encoding } = countParts(body);
  const sample = { contactId: 'c', name: '', phone: '+14155550123', body, parts, encoding, values: {} };
  return lengthNotices(template, { samples: [sample], partsPerMessage: [{ parts, messages: 1 }] });
}

test('a plain short text needs no word', () => {
  expect(noticesOf('Hi {{first_name|there}}', 'Hi Ada')).toEqual([]);
});

test('a character of the text itself is named', () => {
  const [notice] = noticesOf('It’s on', 'It’s on');
  expect(notice?.detail).toContain('The text holds the curly quote ’,');
});

test('a character of a contact is told from one of the text, and blamed for the length', () => {
  const rest = 'a'.repeat(100);
  const [unicode, long] = noticesOf(`Hi {{first_name|there}} ${rest}`, `Hi Łucja ${rest}`);
  expect(unicode?.detail).toContain(
    'The data of some contacts hold characters outside the SMS alphabet, such as “Ł”',
  );
  expect(long?.detail).toBe(
    'The longest texts are billed as 2 parts. Contacts’ data outside the SMS alphabet make them that long.',
  );
});

test('a long plain text is long by itself', () => {
  const text = 'a'.repeat(200);
  expect(noticesOf(text, text)).toEqual([
    {
      code: 'long_texts',
      detail: 'The longest texts are billed as 2 parts.',
      fix: 'Shorten the text if cost matters.',
    },
  ]);
});

test('an invisible character is named by its number', () => {
  expect(noticesOf('a\u200bb', 'a\u200bb')[0]?.detail).toContain('U+200B');
});
