import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMatcher } from '../src/opt-out-rules/matcher.ts';
import { answeredByCarrier } from '../src/opt-outs/answered-by-carrier.ts';
import { matchKeyword, replyLanguages } from '../src/opt-outs/keywords.ts';
import { readText } from '../src/opt-outs/read-text.ts';
import { keywordReply } from '../src/opt-outs/replies.ts';
import { countParts } from '../src/messages/parts.ts';

const stops = (
  'STOP,stopall,Stop All,unsubscribe,cancel,END,quit,revoke,OPT-OUT,opt out,optout,unsub,remove,TD,ARRET,arrêt,' +
  'Baja,alto,PARAR,cancelar,pare,SAIR,Stopp,abmelden,afmelden,cancella,no más'
).split(',');
const stop = fc.constantFrom(...stops);
const noise = fc.string({
  unit: fc.constantFrom(' ', '!', '.', '"', '’', '“', '😡', '🛑', '\n', '…', '\u200B'),
});

test('every stop word is found in any case, width and wrapping', () => {
  fc.assert(
    fc.property(stop, noise, noise, fc.boolean(), (word, before, after, upper) => {
      const text = `${before}${upper ? word.toUpperCase() : word.toLowerCase()}${after}`;
      expect(matchKeyword(text)?.intent).toBe('stop');
      expect(matchKeyword(text.normalize('NFD'))?.intent).toBe('stop');
    }),
  );
  expect(matchKeyword('ＳＴＯＰ')?.intent).toBe('stop');
});

test('a leading STOP with up to three words stops, a longer sentence does not', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const found = matchKeyword(['Stop', ...words].join(' '));
      expect(found !== undefined).toBe(words.length <= 3);
    }),
  );
});

test('courtesies around a keyword change nothing, around a yes and anything else they make none', () => {
  const polite = fc.constantFrom(
    'please',
    'PLS',
    'thanks!',
    'thank you',
    's’il vous plaît',
    'svp',
    'por favor',
    'bitte',
    'grazie',
  );
  fc.assert(
    fc.property(stop, polite, polite, (word, before, after) => {
      for (const text of [`${before} ${word}`, `${word}, ${after}`, `${before}, ${word} ${after}`])
        expect(matchKeyword(text)?.intent).toBe('stop');
    }),
  );
  expect(matchKeyword('help please')).toEqual({ intent: 'help', language: 'en' });
  expect(matchKeyword('Arrêt svp')).toEqual({ intent: 'stop', language: 'fr' });
  for (const text of ['Please START', 'start please', 'Hi, unstop, thanks'])
    expect(matchKeyword(text)).toEqual({ intent: 'start', language: 'en' });
  const others = [
    'please',
    'thanks',
    'yes please',
    'ok, yes',
    'start it please',
    'please stop by the shop on Monday morning',
  ];
  expect(others.map((text) => matchKeyword(text))).toEqual(others.map(() => undefined));
});

test('conversation is no keyword', () => {
  const texts = [
    '',
    '?',
    'Yes please',
    'I will cancel my order',
    'the end',
    'dont stop',
    'help me out here',
    '👍',
  ];
  expect(texts.map(matchKeyword)).toEqual(texts.map(() => undefined));
  fc.assert(fc.property(fc.string({ maxLength: 1_600 }), (text) => void matchKeyword(text)));
});

test('start and help are whole messages, and say the language of the answer', () => {
  expect(['START', 'unstop!', 'Yes'].map((text) => matchKeyword(text)?.intent)).toEqual(
    Array(3).fill('start'),
  );
  expect(matchKeyword('start tomorrow')).toBeUndefined();
  expect(matchKeyword('Help?')).toEqual({ intent: 'help', language: 'en' });
  expect(matchKeyword('AIDE')).toEqual({ intent: 'help', language: 'fr' });
  expect(matchKeyword('ARRÊT')).toEqual({ intent: 'stop', language: 'fr' });
  expect(matchKeyword('baja')).toEqual({ intent: 'stop', language: 'es' });
  expect(matchKeyword('Abmelden')).toEqual({ intent: 'stop', language: 'de' });
});

test('who answers: the carrier its exact words, the network fewer, otherwise we', () => {
  const asked = ['STOP', ' stop ', 'STOP PLEASE', 'HELP', 'QUIT', 'START'];
  const answered = (confirmer: 'carrier' | 'network' | 'self') =>
    asked.map((text) => answeredByCarrier(confirmer, text));
  expect(answered('carrier')).toEqual([true, true, false, true, true, true]);
  expect(answered('network')).toEqual([true, true, false, false, false, true]);
  expect(answered('self')).toEqual(Array(6).fill(false));
});

test('answers name the brand first, advertise nothing and confirm a STOP in one part', () => {
  const sender = { brandName: 'Harbor Coffee Roasters', helpContact: 'help@harbor.example' };
  for (const language of replyLanguages) {
    for (const intent of ['stop', 'start', 'help'] as const) {
      const text = keywordReply(intent, language, sender);
      expect(text.startsWith('Harbor Coffee Roasters: ')).toBe(true);
      expect(text).not.toMatch(/https?:|sale|offer/i);
    }
    expect(countParts(keywordReply('stop', language, sender)).parts).toBe(1);
    expect(keywordReply('help', language, sender)).toMatch(/help@harbor\.example.*STOP/);
  }
});

// One letter becomes 6 or 18, and marks are sorted: a quarter of a minute and more, before.
test('no text takes long, whatever its letters become, and what goes on unread is for a person', () => {
  const texts = ['㌖', 'ﷺ', 'ﷺ,', '\u0301\u0316', 'a-', "'a", 'a ', 'this to stop dont stop ', 'please '];
  const shipped = createMatcher({ off: new Set(), own: [] });
  const takenFor = (body: string) => {
    const { keyword, finding } = readText({ Body: body, From: '' }, shipped);
    return keyword?.intent ?? finding?.verdict;
  };
  const began = performance.now();
  for (const text of texts) {
    for (const body of [`${text.repeat(30_000)} a`, `${text.repeat(700)} A`]) takenFor(body);
  }
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(takenFor(`${'㌖'.repeat(800)} a`)).toBeUndefined();
  expect(takenFor(`${'㌖'.repeat(1_600)} STOP`)).toBe('doubtful');
  expect(takenFor(`${'x'.repeat(5_000)} stop`)).toBe('doubtful');
  expect(takenFor(`STOP${' '.repeat(5_000)}`)).toBe('doubtful');
  expect(takenFor(`${'ế'.repeat(1_600)} stop`)).toBe('doubtful');
  expect(shipped(`x ${'y'.repeat(5_000)}`)).toMatchObject({
    rule: 'Too long to be read to its end',
    verdict: 'doubtful',
    found: expect.stringMatching(/^x y{38}…$/),
  });
});
