import type { PartsCount } from '@sms-crm/contracts/messages';

/** GSM 03.38 basic characters: one septet each. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);

/** GSM 03.38 extension characters: an escape and a septet, two in all. */
const extension = new Set('\f^{}\\[~]|€');

/** Units that fit into a text of one part, and into each part of a longer one (the rest holds the joining header). */
const limits = { 'GSM-7': { single: 160, joined: 153 }, 'UCS-2': { single: 70, joined: 67 } } as const;

/**
 * Counts the parts a carrier bills for a text (GSM 03.38, 3GPP TS 23.040).
 * One character outside GSM-7 turns the whole text into UCS-2; an escape pair or a surrogate pair is never cut in two.
 */
export function countParts(text: string): PartsCount {
  const characters = [...text];
  const brokenAt = characters.findIndex((character) => !basic.has(character) && !extension.has(character));
  const encoding = brokenAt === -1 ? 'GSM-7' : 'UCS-2';
  const widths = characters.map((character) => widthOf(character, encoding));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, joined } = limits[encoding];
  const packed =
    units <= single
      ? { parts: units === 0 ? 0 : 1, used: units, size: single }
      : { ...pack(widths, joined), size: joined };
  return {
    encoding,
    parts: packed.parts,
    units,
    unitsLeft: units === 0 ? limits['GSM-7'].single : packed.size - packed.used,
    characters: characters.length,
    brokenBy: brokenAt === -1 ? null : { character: characters[brokenAt] ?? '', index: brokenAt },
  };
}

function widthOf(character: string, encoding: PartsCount['encoding']): number {
  if (encoding === 'UCS-2') return character.length;
  return extension.has(character) ? 2 : 1;
}

/** Fills parts in order; what does not fit whole begins the next one. */
function pack(widths: readonly number[], size: number): { parts: number; used: number } {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > size) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return { parts, used };
}
