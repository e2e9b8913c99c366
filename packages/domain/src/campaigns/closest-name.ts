/** A name this many letters off is taken for a slip; in a short one fewer. */
const mostOff = 2;

/** @returns the name that was most likely meant; undefined when none is close */
export function closestName(written: string, names: readonly string[]): string | undefined {
  const most = Math.min(mostOff, Math.floor(written.length / 3));
  const close = names
    .map((name) => ({ name, off: lettersOff(written, name) }))
    .filter(({ off }) => off <= most);
  return close.toSorted((one, other) => one.off - other.off)[0]?.name;
}

/** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
function lettersOff(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      const swapped = at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      next[at] = Math.min(
        (next[at - 1] ?? 0) + 1,
        (last[at] ?? 0) + 1,
        (last[at - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[at - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}
