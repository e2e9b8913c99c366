import { say } from './report.ts';

/**
 * What a figure must reach (`least`) or must not pass (`most`). One that is no ratio is `absolute`: it holds on the machine it was promised
 * for, and as much slower as another machine's floor is.
 */
export type Bound = ({ least: number } | { most: number }) & { absolute?: true };

/**
 * Figures that missed their bound, as sentences; one that was not measured has missed it.
 *
 * @param slower how many times the CPU time the floor took here, to the machine that absolute figures were promised for
 */
export function missedOf(
  bounds: Record<string, Bound>,
  figures: Record<string, number>,
  slower = 1,
): string[] {
  return Object.entries(bounds).flatMap(([name, bound]) => {
    const value = figures[name] ?? Number.NaN;
    const scale = bound.absolute === true ? slower : 1;
    const kept = 'least' in bound ? value >= bound.least / scale : value <= bound.most * scale;
    const asked =
      'least' in bound ? `at least ${shown(bound.least / scale)}` : `at most ${shown(bound.most * scale)}`;
    const where = scale === 1 ? '' : ` of a machine this slow (${shown(scale)} times)`;
    return kept ? [] : [`${name} is ${value.toPrecision(3)}, ${asked} was promised${where}`];
  });
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** With `--check`, tells which bounds were missed. @returns the exit code of the benchmark */
export function verdict(
  bounds: Record<string, Bound>,
  figures: Record<string, number>,
  slower?: number,
): number {
  if (!process.argv.includes('--check')) return 0;
  const missed = missedOf(bounds, figures, slower);
  for (const sentence of missed) say(sentence);
  return missed.length === 0 ? 0 : 1;
}
