/** Most connections of one process with each role, unless its environment names others. */
export const usualPools = {
  api: { app: 12, system: 6 },
  sender: { app: 16, system: 4 },
  shortener: { app: 0, system: 8 },
} as const;

/** The programs that open pools. */
export type PoolOwner = keyof typeof usualPools;

/** Connections of the other processes in an installation with one of each kind and the usual pools. */
export function usualElsewhere(name: PoolOwner): number {
  return Object.entries(usualPools)
    .filter(([other]) => other !== name)
    .reduce((sum, [, { app, system }]) => sum + app + system, 0);
}
