import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { countParts } from '../src/text/count-parts.ts';

const vectors: readonly (readonly [string, string, number])[] = [
  ['160 a', 'a'.repeat(160), 1],
  ['161 a', 'a'.repeat(161), 2],
  ['306 a', 'a'.repeat(306), 2],
  ['307 a', 'a'.repeat(307), 3],
  ['80 €', '€'.repeat(80), 1],
  ['81 €', '€'.repeat(81), 2],
  ['an € that would straddle', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 я', 'я'.repeat(70), 1],
  ['71 я', 'я'.repeat(71), 2],
  ['134 я', 'я'.repeat(134), 2],
  ['135 я', 'я'.repeat(135), 3],
  ['35 😀', '😀'.repeat(35), 1],
  ['36 😀', '😀'.repeat(36), 2],
  ['67 😀', '😀'.repeat(67), 3],
  ['a 😀 that would straddle', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
  ['69 я and a 😀', `${'я'.repeat(69)}😀`, 2],
  ['1600 a', 'a'.repeat(1_600), 11],
  ['nothing', '', 1],
];

describe('countParts', () => {
  it.each(vectors)('counts %s', (_, text, parts) => {
    expect(countParts(text).parts).toBe(parts);
  });

  it('takes a backtick for UCS-2 and CRLF for two characters', () => {
    expect(countParts('`').encoding).toBe('ucs-2');
    expect(countParts('a\r\nb')).toEqual({ encoding: 'gsm-7', units: 4, parts: 1 });
  });

  it('agrees with the reference calculator on any text', () => {
    const gsm = fc.string({
      unit: fc.constantFrom(...Array.from('abc XYZ019@£$¥èéÅåΔΦ\n\r!"#¤%&^{}\\[~]|€ÄÖÑÜ§¿à')),
      maxLength: 700,
    });
    const mixed = fc.string({ unit: fc.constantFrom('a', 'é', 'я', '😀', '€', '中', 'ê'), maxLength: 300 });
    fc.assert(
      fc.property(
        fc.oneof(gsm, mixed, fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })),
        (text) => {
          const reference = new SegmentedMessage(text, 'auto');
          expect(countParts(text).parts).toBe(Math.max(1, reference.segmentsCount));
        },
      ),
      { numRuns: 500 },
    );
  });
});
