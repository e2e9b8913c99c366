/** Tells on the side what has been measured so far. */
export function say(what: string, figures?: Record<string, number>): void {
  const words = Object.entries(figures ?? {}).map(([name, value]) => `${name} ${rounded(value)}`);
  process.stderr.write(`  ${[what, words.join(', ')].filter(Boolean).join(': ')}\n`);
}

/** The result, as one line of JSON. */
export function report(
  bench: string,
  result: { ratios: Record<string, number>; figures: Record<string, unknown> },
): void {
  process.stdout.write(`${JSON.stringify({ bench, ...result }, replaceNumber)}\n`);
}

function replaceNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? rounded(value) : value;
}

/** Three figures that count. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
