import type { WarmUpReason } from '@sms-crm/contracts/numbers';
import { partsOfLevel, type WarmUpCurve } from './warm-up-curve.ts';

/** What a number sent yesterday and what became of it, as far as it was reported. */
export type DayResults = {
  parts: number;
  handedOver: number;
  failed: number;
  filtered: number;
  optOuts: number;
};

export type Standing = {
  level: number;
  curve: WarmUpCurve;
  /** Parts a day at which the ramp ends. */
  topParts: number;
  yesterday: DayResults;
  /** Days in a row, up to yesterday, on which nothing was sent since the last text; 0 when there never was one. */
  idleDays: number;
  /** Whether the level fell for filtered texts a day ago: it is held for those 24 h. */
  held: boolean;
  /** Whether this stretch of idle days was already counted against it. */
  idleCounted: boolean;
};

export type Judgement = { level: number; reason: Extract<WarmUpReason, 'advanced' | 'filtered' | 'idle'> };

/**
 * Lines of the ramp. The failure rate is Twilio's own alert line; the others are ours, since no carrier publishes a curve: a new number is
 * trusted more when it used what it was given and nothing went wrong.
 */
export const warmUpLines = {
  usedShare: 0.8,
  failedShare: 0.02,
  filteredShare: 0.005,
  optOutShare: 0.01,
  /** Above this the level falls. */
  filteredFallShare: 0.01,
  idleDays: 14,
  idleLevels: 2,
} as const;

/**
 * Judges a number's level once a day by the day before. Texts filtered above 1 % cost one level and a day; two weeks of rest cost two; a day
 * that used its parts with good results earns the next one, until the top.
 *
 * @returns null when the level stays
 */
export function judgeLevel(standing: Standing): Judgement | null {
  const { level, curve, topParts, yesterday, idleDays } = standing;
  const { parts, handedOver, failed, filtered, optOuts } = yesterday;
  const below = (part: number, share: number) => part <= share * handedOver;
  if (!below(filtered, warmUpLines.filteredFallShare)) {
    return level === 0 ? null : { level: level - 1, reason: 'filtered' };
  }
  if (idleDays >= warmUpLines.idleDays && !standing.idleCounted) {
    const fallen = Math.max(0, level - warmUpLines.idleLevels);
    return fallen === level ? null : { level: fallen, reason: 'idle' };
  }
  const allowance = partsOfLevel(curve, level);
  const earned =
    parts >= warmUpLines.usedShare * allowance &&
    below(failed, warmUpLines.failedShare) &&
    below(filtered, warmUpLines.filteredShare) &&
    below(optOuts, warmUpLines.optOutShare);
  if (!earned || standing.held || allowance >= topParts) return null;
  return { level: level + 1, reason: 'advanced' };
}
