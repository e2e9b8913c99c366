/** 32-bit FNV-1a over a text's UTF-16 units, going on from an earlier state. */
function fnv(state: number, text: string): number {
  let hash = state;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return hash;
}

/**
 * A number in [0, 1) that depends on the given parts alone, so that what happens to one message
 * never depends on how many others were sent before it. FNV-1a, mixed by MurmurHash3's finalizer so
 * that near texts lie far apart.
 */
export function chanceOf(...parts: readonly (string | number)[]): number {
  let hash = 0x81_1c_9d_c5;
  let isFirst = true;
  for (const part of parts) {
    if (!isFirst) hash = fnv(hash, '|');
    isFirst = false;
    hash = fnv(hash, typeof part === 'string' ? part : String(part));
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_00_00_00_00;
}

/** A whole number of the closed range by the chance of these parts, which is not drawn where there is nothing to choose. */
export function drawWithin(
  range: { min: number; max: number },
  ...parts: readonly (string | number)[]
): number {
  return range.min === range.max ? range.min : pickWithin(range, chanceOf(...parts));
}

/** A whole number of the closed range, evenly spread over `chance` in [0, 1). */
export function pickWithin(range: { min: number; max: number }, chance: number): number {
  return range.min + Math.floor(chance * (range.max - range.min + 1));
}

/** One key of the table, each as likely as its weight; undefined when all weights are zero. */
export function pickByWeight(weights: Readonly<Record<string, number>>, chance: number): string | undefined {
  const entries = Object.entries(weights).filter(([, weight]) => weight > 0);
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = chance * total;
  for (const [key, weight] of entries) {
    rest -= weight;
    if (rest < 0) return key;
  }
  return entries.at(-1)?.[0];
}
