import type { NumberType } from '@sms-crm/contracts/numbers';
import type { NumberRow } from './find.ts';

/** Parts of each day of a ramp, and the factor by which it grows after its last day until nothing limits it any more. */
export type WarmUpCurve = { days: readonly number[]; growth: number };

/** Published ramp of long codes (HighLevel, 100 to 3,000 a day); short codes start higher and double. */
const longCodeCurve: WarmUpCurve = { days: [100, 250, 500, 750, 1_500, 2_250, 3_000], growth: 1.5 };
const shortCodeCurve: WarmUpCurve = { days: [1_000], growth: 2 };

const curves: Record<NumberType, WarmUpCurve> = {
  'long-code': longCodeCurve,
  '10dlc': longCodeCurve,
  'toll-free': longCodeCurve,
  'short-code': shortCodeCurve,
};

/** The ramp of a number: its own days if it has some, else those of its type. */
export function curveOf({ type, warmUpCurve }: Pick<NumberRow, 'type' | 'warmUpCurve'>): WarmUpCurve {
  const usual = curves[type];
  return warmUpCurve === null || warmUpCurve.length === 0
    ? usual
    : { days: warmUpCurve, growth: usual.growth };
}

/** Parts a curve allows on a day of it, from 0. */
export function partsOfLevel({ days, growth }: WarmUpCurve, level: number): number {
  const known = days[level];
  if (known !== undefined) return known;
  const last = days.at(-1) ?? 0;
  return Math.floor(last * growth ** (level - days.length + 1));
}

/** Hours of a day in which every recipient may be texted: 9:00 to 20:00. */
const windowSeconds = 11 * 3_600;

/** Parts of a day beyond which a ramp limits nothing: what the number's rate lets out in a day's window, or the carrier's cap if that is less. */
export function topOf(rateParts: number, carrierCapParts: number | null = null): number {
  return Math.floor(Math.min(rateParts * windowSeconds, carrierCapParts ?? Number.POSITIVE_INFINITY));
}

/** Parts a number may send today by its ramp; null when it is warmed, or at the top of the ramp. */
export function warmUpAllowance(
  number: Pick<NumberRow, 'type' | 'warmUpCurve' | 'warmUpLevel' | 'rateParts'>,
): number | null {
  if (number.warmUpLevel === null) return null;
  const parts = partsOfLevel(curveOf(number), number.warmUpLevel);
  return parts >= topOf(number.rateParts) ? null : parts;
}
