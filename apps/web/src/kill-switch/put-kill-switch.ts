import type { PutKillSwitch } from '@sms-crm/contracts/kill-switch';
import { putKillSwitchResult } from '@sms-crm/contracts/kill-switch';
import { api } from '../api/api.ts';
import { formatCountOf } from '../format/numbers.ts';

/** Throws or lifts a kill switch. */
export function putKillSwitch(body: PutKillSwitch) {
  return api('/v1/kill-switch', putKillSwitchResult, { method: 'PUT', body });
}

/** What a thrown switch could not hold back any more, in words. */
export function stillArriving(atCarrier: number): string {
  if (atCarrier === 0) return 'Sending has stopped. Nothing is left at the carrier.';
  return `Sending has stopped. ${formatCountOf(atCarrier, 'text')} already with the carrier can still arrive.`;
}
