import { clickDelays, isMachine } from '@sms-crm/contracts/clicks';
import type { CounterDelta, CounterMetric } from '../reports/counters.ts';
import { inTime } from './facts.ts';
import type { JudgedHit } from './judged-hit.ts';

/** A hit that is new, or whose verdict changed. */
export type Change = { before: JudgedHit | null; after: JudgedHit };

/**
 * What changes in the counters, in the hours of the hits. A text counts as clicked by its recipient with its first human hit.
 *
 * @param known all other hits by people of the texts concerned
 */
export function clickDeltas(changes: readonly Change[], known: readonly JudgedHit[]): CounterDelta[] {
  const deltas: CounterDelta[] = [];
  for (const { before, after } of changes) {
    if (before !== null) countHit(deltas, before, -1);
    countHit(deltas, after, 1);
  }
  countFirsts(deltas, [...changes.map(({ before }) => before), ...known], -1);
  countFirsts(deltas, [...changes.map(({ after }) => after), ...known], 1);
  return deltas;
}

function countHit(deltas: CounterDelta[], hit: JudgedHit, value: 1 | -1): void {
  const { campaignId, at, verdict } = hit;
  const add = (metric: CounterMetric, detail: string) =>
    deltas.push({ campaignId, metric, detail, value, at });
  if (verdict === 'human') {
    add('click-human', hit.campaignLinkId);
    add('click-device', hit.device ?? 'other');
    add('click-country', hit.country ?? '');
  } else if (isMachine(verdict)) {
    add('click-bot', hit.campaignLinkId);
    add('click-reason', verdict);
  } else {
    add('click-duplicate', hit.campaignLinkId);
  }
}

function countFirsts(deltas: CounterDelta[], hits: readonly (JudgedHit | null)[], value: 1 | -1): void {
  const firsts = new Map<string, JudgedHit>();
  for (const hit of hits) {
    if (hit === null || hit.messageId === null || hit.verdict !== 'human') continue;
    const first = firsts.get(hit.messageId);
    if (first === undefined || inTime(hit, first) < 0) firsts.set(hit.messageId, hit);
  }
  for (const { campaignId, at, ageMs } of firsts.values()) {
    deltas.push({ campaignId, metric: 'click-recipient', detail: '', value, at });
    if (ageMs !== null) deltas.push({ campaignId, metric: 'click-delay', detail: delayOf(ageMs), value, at });
  }
}

function delayOf(ageMs: number): string {
  return clickDelays.find(({ seconds }) => ageMs < seconds * 1_000)?.name ?? 'later';
}
