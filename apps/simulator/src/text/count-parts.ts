import { septetsOf } from './gsm-alphabet.ts';

/** Septets of one SMS, alone and as a part of several (6 bytes go to the concatenation header). */
const gsmSingle = 160;
const gsmPart = 153;

/** UTF-16 units of one SMS, alone and as a part of several. */
const ucs2Single = 70;
const ucs2Part = 67;

/** How a text travels: its encoding, its length in units of that encoding, and the parts it is billed as. */
export type Parts = { encoding: 'gsm-7' | 'ucs-2'; units: number; parts: number };

/**
 * Counts the parts of a text by GSM 03.38 and 3GPP TS 23.040: one character outside the GSM
 * alphabet turns the whole text into UCS-2, and a pair (ESC or surrogate) never straddles two parts.
 * An empty text is one part.
 */
export function countParts(text: string): Parts {
  const septets = gsmLength(text);
  if (septets === undefined) {
    const parts = text.length <= ucs2Single ? 1 : ucs2Parts(text);
    return { encoding: 'ucs-2', units: text.length, parts };
  }
  const parts = septets <= gsmSingle ? 1 : gsmParts(text);
  return { encoding: 'gsm-7', units: septets, parts };
}

function gsmLength(text: string): number | undefined {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const septets = septetsOf(text.charCodeAt(index));
    if (septets === 0) return undefined;
    length += septets;
  }
  return length;
}

function gsmParts(text: string): number {
  let parts = 1;
  let used = 0;
  for (let index = 0; index < text.length; index += 1) {
    const septets = septetsOf(text.charCodeAt(index));
    if (used + septets > gsmPart) {
      parts += 1;
      used = 0;
    }
    used += septets;
  }
  return parts;
}

function ucs2Parts(text: string): number {
  let parts = 1;
  let used = 0;
  for (const character of text) {
    if (used + character.length > ucs2Part) {
      parts += 1;
      used = 0;
    }
    used += character.length;
  }
  return parts;
}
