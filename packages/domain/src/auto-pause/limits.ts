import {
  autoPauseLimits,
  autoPauseSetting,
  type AutoPauseLimits,
  type AutoPauseSetting,
} from '@sms-crm/contracts/auto-pause';

/** What a tenant set; nothing where it set nothing. */
export function readSetting(stored: unknown): AutoPauseSetting {
  return autoPauseSetting.parse(stored ?? {});
}

/** The shares that hold: the tenant's where it is stricter. */
export function limitsOf(setting: AutoPauseSetting): AutoPauseLimits {
  return {
    filtered: setting.filtered ?? autoPauseLimits.filtered,
    undelivered: setting.undelivered ?? autoPauseLimits.undelivered,
    optOuts: setting.optOuts ?? autoPauseLimits.optOuts,
  };
}
