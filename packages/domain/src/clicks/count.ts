import { clickDelays, isMachine } from '@sms-crm/contracts/clicks';
import type { CounterDelta, CounterMetric } from '../reports/counters.ts';
import { inTime } from './facts.ts';
import type { JudgedHit } from './judged-hit.ts';

const hourMs = 3_600_000;

/** A hit that is new, or whose verdict changed. */
export type Change = { before: JudgedHit | null; after: JudgedHit };

/**
 * What changes in the counters, in the hours of the hits. A text counts as clicked by its recipient with its first human hit.
 *
 * @param known all other hits by people of the texts concerned
 */
export function clickDeltas(changes: readonly Change[], known: readonly JudgedHit[]): CounterDelta[] {
  const tally = new Tally();
  for (const { before, after } of changes) {
    if (before !== null) countHit(tally, before, -1);
    countHit(tally, after, 1);
  }
  countFirsts(tally, [...changes.map(({ before }) => before), ...known], -1);
  countFirsts(tally, [...changes.map(({ after }) => after), ...known], 1);
  return [...tally.deltas.values()];
}

/** Adds up as it goes: a batch of thousands of hits comes to a handful of counters. */
class Tally {
  readonly deltas = new Map<string, CounterDelta & { at: number }>();

  add({ campaignId, at }: JudgedHit, metric: CounterMetric, detail: string, value: 1 | -1): void {
    const hour = at - (at % hourMs);
    const key = `${metric} ${detail} ${hour} ${campaignId}`;
    const delta = this.deltas.get(key);
    if (delta === undefined) this.deltas.set(key, { campaignId, metric, detail, value, at: hour });
    else delta.value += value;
  }
}

function countHit(tally: Tally, hit: JudgedHit, value: 1 | -1): void {
  const { verdict } = hit;
  if (verdict === 'human') {
    tally.add(hit, 'click-human', hit.campaignLinkId, value);
    tally.add(hit, 'click-device', hit.device ?? 'other', value);
    tally.add(hit, 'click-country', hit.country ?? '', value);
  } else if (isMachine(verdict)) {
    tally.add(hit, 'click-bot', hit.campaignLinkId, value);
    tally.add(hit, 'click-reason', verdict, value);
  } else {
    tally.add(hit, 'click-duplicate', hit.campaignLinkId, value);
  }
}

function countFirsts(tally: Tally, hits: readonly (JudgedHit | null)[], value: 1 | -1): void {
  const firsts = new Map<string, JudgedHit>();
  for (const hit of hits) {
    if (hit === null || hit.messageId === null || hit.verdict !== 'human') continue;
    const first = firsts.get(hit.messageId);
    if (first === undefined || inTime(hit, first) < 0) firsts.set(hit.messageId, hit);
  }
  for (const first of firsts.values()) {
    tally.add(first, 'click-recipient', '', value);
    if (first.ageMs !== null) tally.add(first, 'click-delay', delayOf(first.ageMs), value);
  }
}

function delayOf(ageMs: number): string {
  return clickDelays.find(({ seconds }) => ageMs < seconds * 1_000)?.name ?? 'later';
}
