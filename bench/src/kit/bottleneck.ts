import { availableParallelism } from 'node:os';
import type { Measured } from './measure.ts';

/** From this share of a core on, one thread can do no more. */
const full = 0.9;

const names = { node: 'the sender', redis: 'Redis', postgres: 'PostgreSQL', carrier: 'the stub carrier' };

export type Shares = Record<keyof typeof names, number>;

/** Cores that each part kept busy while something was measured. */
export function sharesOf(measured: Measured): Shares {
  const share = (microsPerText: number) => (microsPerText * measured.perSecond) / 1e6;
  return {
    node: share(measured.node),
    redis: share(measured.redis),
    postgres: share(measured.postgres),
    carrier: share(measured.carrier),
  };
}

/** What kept it from going faster, in words. PostgreSQL has many processes, each of the others one thread. */
export function bottleneckOf(shares: Shares): string {
  const cores = availableParallelism();
  const parts = [
    { name: names.node, share: shares.node, most: 1 },
    { name: names.redis, share: shares.redis, most: 1 },
    { name: names.postgres, share: shares.postgres, most: cores },
    { name: names.carrier, share: shares.carrier, most: 1 },
  ].toSorted((a, b) => b.share / b.most - a.share / a.most);
  const [first] = parts;
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  if (first !== undefined && first.share >= full * first.most) return `one core of ${first.name}`;
  const [busiest] = parts.toSorted((a, b) => b.share - a.share);
  if (total >= full * cores) return `the machine's ${cores} cores, most of them with ${busiest?.name}`;
  return `none of them: they wait for each other or for a machine with other work, most for ${busiest?.name}`;
}
