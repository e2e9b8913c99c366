import { sql, type SQL } from 'drizzle-orm';
import type { HitFacts } from './facts.ts';

/** A stretch of time in one network, ms. */
export type Span = { net: string; from: number; until: number };

/** The stretches of time in which hits of each network matter; those that overlap are one. */
export function spansOf(hits: readonly HitFacts[], ms: number): Span[] {
  const spans: Span[] = [];
  for (const [net, own] of Map.groupBy(hits, (hit) => hit.net)) {
    if (net === null) continue;
    let last: Span | undefined;
    for (const { at } of own.toSorted((a, b) => a.at - b.at)) {
      if (last !== undefined && at - ms <= last.until) {
        last.until = at + ms;
      } else {
        last = { net, from: at - ms, until: at + ms };
        spans.push(last);
      }
    }
  }
  return spans;
}

export function isWithin({ net, at }: Pick<HitFacts, 'net' | 'at'>, span: Span): boolean {
  return net === span.net && at >= span.from && at <= span.until;
}

/** The stretches as rows of a network and two times. */
export function spanColumns(spans: readonly Span[]): SQL {
  const column = (value: (span: Span) => string) => sql.param(spans.map((span) => value(span)));
  return sql`unnest(${column((span) => span.net)}::text[], ${column((span) => time(span.from))}::timestamptz[],
    ${column((span) => time(span.until))}::timestamptz[])`;
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
