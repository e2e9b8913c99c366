'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { useSession } from '../session/session-context.tsx';

/** Tells of a campaign whether a kill switch, its own or the organisation's, halts it now. */
export function useStopped(): (campaign: Campaign) => boolean {
  const { killSwitches } = useSession();
  return ({ id, killSwitchOn }) =>
    killSwitchOn ||
    killSwitches.some((item) => item.scope === 'tenant' || item.scope === 'platform' || item.id === id);
}
