import { say } from './report.ts';

/** What a figure must reach (`least`) or must not pass (`most`). */
export type Bound = { least: number } | { most: number };

/** Figures that missed their bound, as sentences; one that was not measured has missed it. */
export function missedOf(bounds: Record<string, Bound>, figures: Record<string, number>): string[] {
  return Object.entries(bounds).flatMap(([name, bound]) => {
    const value = figures[name] ?? Number.NaN;
    const kept = 'least' in bound ? value >= bound.least : value <= bound.most;
    const asked = 'least' in bound ? `at least ${bound.least}` : `at most ${bound.most}`;
    return kept ? [] : [`${name} is ${value.toPrecision(3)}, ${asked} was promised`];
  });
}

/** With `--check`, tells which bounds were missed. @returns the exit code of the benchmark */
export function verdict(bounds: Record<string, Bound>, figures: Record<string, number>): number {
  if (!process.argv.includes('--check')) return 0;
  const missed = missedOf(bounds, figures);
  for (const sentence of missed) say(sentence);
  return missed.length === 0 ? 0 : 1;
}
