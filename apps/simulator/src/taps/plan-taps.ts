import { handsetLinks } from './handset-links.ts';
import type { Simulator } from '../simulator.ts';
import { mostTaps, type TapOrder } from './tap-order.ts';
import { headersOfVisitor } from './visitor.ts';

/** One link of one handset, to be opened once. */
export type Tap = { link: URL; headers: Record<string, string> };

/** The taps of one round, and how many handsets they come from. */
export type TapPlan = { round: Tap[]; handsets: number };

/** What the handsets of an order open in their newest texts. */
export function planTaps(simulator: Simulator, order: TapOrder): TapPlan {
  const most = order.handsets ?? Infinity;
  const round: Tap[] = [];
  let handsets = 0;
  for (const phone of order.phones ?? phonesOf(simulator)) {
    if (handsets >= most || round.length > mostTaps) break;
    const links = handsetLinks(simulator.threads.get(phone), order.origin);
    if (links.length === 0) continue;
    handsets += 1;
    const headers = headersOfVisitor(phone, order);
    for (const link of links) round.push({ link, headers });
  }
  return { round, handsets };
}

function* phonesOf({ threads }: Simulator): Generator<string> {
  for (const { phone } of threads.newestFirst()) yield phone;
}
