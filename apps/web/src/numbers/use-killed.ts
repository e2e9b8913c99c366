'use client';

import { useSession } from '../session/session-context.tsx';

/** Tells of a number whether its own kill switch is on. */
export function useKilled(): (id: string) => boolean {
  const { killSwitches } = useSession();
  return (id) => killSwitches.some((item) => item.scope === 'number' && item.id === id);
}
