import { quietHoursSetting } from '@sms-crm/contracts/quiet-hours';
import type { TenantSettings } from '../tenants/settings.ts';
import type { Narrowing } from './narrowing.ts';

/** What a tenant narrows the legal windows to; null for nothing. */
export function readNarrowing({ quietHours }: Pick<TenantSettings, 'quietHours'>): Narrowing | null {
  return quietHours === null ? null : quietHoursSetting.parse(quietHours);
}
