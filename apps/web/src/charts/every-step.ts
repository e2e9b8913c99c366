export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** More points than this are not added up to; a line over years keeps its gaps. */
const mostSteps = 400;

/** Moments in milliseconds since 1970, both included. */
type Span = { fromMs: number; toMs: number; stepMs: number };

/**
 * A row for every step of a span, so that a line falls to zero where nothing happened.
 *
 * @param rows what happened, each row at a whole step
 * @param atMs where a row stands
 * @param nothing the row of a step at which nothing happened
 */
export function everyStep<Row>(
  rows: Row[],
  span: Span,
  atMs: (row: Row) => number,
  nothing: (atMs: number) => Row,
): Row[] {
  const steps = Math.floor((span.toMs - span.fromMs) / span.stepMs) + 1;
  if (!(steps > 0) || steps > mostSteps) return rows;
  const known = new Map(rows.map((row) => [atMs(row), row]));
  return Array.from({ length: steps }, (_, step) => {
    const at = span.fromMs + step * span.stepMs;
    return known.get(at) ?? nothing(at);
  });
}
