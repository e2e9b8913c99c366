import fc from 'fast-check';
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import { describe, expect, it } from 'vitest';
import { readTwiml } from '../src/inbound/twiml.ts';

const readable: readonly (readonly [string, string, string[]])[] = [
  ['an empty response', '<Response></Response>', []],
  ['a closed response', '<?xml version="1.0"?>\n<Response/>', []],
  ['one text', '<Response><Message>Hi &amp; bye</Message></Response>', ['Hi & bye']],
  [
    'a body beside media',
    '<Response><Message><Body>a</Body><Media>http://x</Media></Message></Response>',
    ['a'],
  ],
  ['attributes with > in them', '<Response><Message action="a>b" to=\'x\'>t</Message></Response>', ['t']],
  ['CDATA and references', '<Response><Message><![CDATA[<b>]]>&#x41;&#66;</Message></Response>', ['<b>AB']],
  [
    'other verbs',
    '<Response><Redirect>/x</Redirect><Message>1</Message><Message>2</Message></Response>',
    ['1', '2'],
  ],
  ['a comment', '<!-- no --><Response><Message>a<!-- b -->c</Message></Response>', ['ac']],
];

const unreadable: readonly (readonly [string, string])[] = [
  ['plain text', 'Thanks!'],
  ['nothing', ''],
  ['another root', '<html><body>hi</body></html>'],
  ['an open tag', '<Response><Message>a</Response>'],
  ['two roots', '<Response/><Response/>'],
  ['a broken tag', '<Response><Message'],
];

describe('TwiML', () => {
  it.each(readable)('reads %s', (_, xml, messages) => {
    expect(readTwiml(xml)).toEqual({ messages });
  });

  it.each(unreadable)('names the problem of %s', (_, xml) => {
    expect(readTwiml(xml)).toHaveProperty('problem');
  });

  it('reads back whatever the SDK writes', () => {
    const text = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom('<', '&', '"', "'", ']]>', '\n'),
          fc.string({ unit: 'grapheme', maxLength: 3 }),
        ),
      })
      // XML 1.0 has no control characters, and reading trims.
      .map((value) => value.replaceAll(/[^\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').trim())
      .filter((value) => value !== '');
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), (texts) => {
        const response = new MessagingResponse();
        for (const value of texts) response.message(value);
        expect(readTwiml(response.toString())).toEqual({ messages: texts });
      }),
    );
  });

  it('ends on any input', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('<>/"\'=&;![]-? aResponse')), maxLength: 300 }),
        (xml) => {
          expect(readTwiml(xml)).toBeTypeOf('object');
        },
      ),
    );
  });
});
