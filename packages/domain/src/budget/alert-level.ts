/** Shares of a limit, per cent, at which the people who may change it are told. */
export const alertLevels = [50, 80, 100] as const;
export type AlertLevel = 0 | (typeof alertLevels)[number];

/** The highest level that the spending has reached; without a limit, or with nothing spent, none. */
export function alertLevel(spentMicros: number, limitMicros: number | null): AlertLevel {
  if (limitMicros === null || spentMicros <= 0) return 0;
  return alertLevels.findLast((level) => spentMicros * 100 >= limitMicros * level) ?? 0;
}
