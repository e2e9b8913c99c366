import type { GateName } from '@sms-crm/contracts/gates';
import type { SkipReason, WaitReason } from '@sms-crm/contracts/reasons';

/** What a gate is called on a page. */
export const gateWords: Record<GateName, string> = {
  'kill-switch': 'Kill switch',
  'campaign-state': 'Campaign',
  'do-not-contact': 'Do-not-contact list',
  consent: 'Agreement to marketing',
  suppression: 'Suppression rules',
  'quiet-hours': 'Quiet hours',
  budget: 'Budget',
  'warm-up': 'Warm-up of the number',
  'rate-limit': 'Rates and caps of the carrier',
};

const gates: Partial<Record<SkipReason | WaitReason, GateName>> = {
  do_not_contact: 'do-not-contact',
  consent_unknown: 'consent',
  consent_revoked: 'consent',
  frequency_cap: 'suppression',
  recently_messaged: 'suppression',
  recently_engaged: 'suppression',
  area_code: 'suppression',
  suppressed_tag: 'suppression',
  landline: 'suppression',
  unreachable_phone: 'suppression',
  country_stopped: 'suppression',
  no_common_window: 'quiet-hours',
  over_budget: 'budget',
  campaign_ended: 'campaign-state',
  canceled: 'campaign-state',
  paused: 'campaign-state',
  scheduled: 'campaign-state',
  local_time: 'campaign-state',
  kill_switch: 'kill-switch',
  quiet_hours: 'quiet-hours',
  legal_maximum: 'quiet-hours',
  budget: 'budget',
  warm_up: 'warm-up',
  carrier_cap: 'rate-limit',
  rate_limit: 'rate-limit',
  number_stopped: 'rate-limit',
  account_stopped: 'rate-limit',
};

/** The gate behind a reason; undefined for what the text itself or the carrier said. */
export function gateOf(reason: SkipReason | WaitReason): GateName | undefined {
  return gates[reason];
}
