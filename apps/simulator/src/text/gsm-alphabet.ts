/** GSM 03.38 basic alphabet without ESC: one septet each. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** GSM 03.38 extension table: ESC and the character, two septets each. */
const extended = '\f^{}\\[~]|€';

/** Septets per UTF-16 unit; 0 stands for a character that GSM-7 does not have. */
const septets = new Uint8Array(65_536);
for (const character of basic) septets[character.charCodeAt(0)] = 1;
for (const character of extended) septets[character.charCodeAt(0)] = 2;

/** Septets that one UTF-16 unit takes in GSM-7, 0 when GSM-7 can't write it. */
export function septetsOf(unit: number): number {
  return septets[unit] ?? 0;
}
