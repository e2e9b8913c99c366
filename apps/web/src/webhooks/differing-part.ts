/** Where an address differs from the one it should be: what is alike before, its own part, what is alike behind. */
export function differingPart(
  seen: string,
  expected: string,
): { before: string; own: string; behind: string } {
  const most = Math.min(seen.length, expected.length);
  let start = 0;
  while (start < most && seen[start] === expected[start]) start += 1;
  let end = 0;
  while (end < most - start && seen.at(-1 - end) === expected.at(-1 - end)) end += 1;
  const cut = seen.length - end;
  return { before: seen.slice(0, start), own: seen.slice(start, cut), behind: seen.slice(cut) };
}
