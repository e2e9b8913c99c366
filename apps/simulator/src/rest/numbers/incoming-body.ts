import type { Account } from '../../accounts/account.ts';
import type { SendingNumber } from '../../accounts/number.ts';
import { numberSid } from '../../accounts/sid.ts';
import { rfcDate } from '../rfc-date.ts';

/** A phone number of an account as Twilio writes it. */
export function incomingBody(account: Account, number: SendingNumber) {
  const sid = numberSid(account.sid, number.phone);
  return {
    account_sid: account.sid,
    address_sid: null,
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    date_created: rfcDate(account.createdAtMs),
    date_updated: rfcDate(account.createdAtMs),
    friendly_name: number.friendlyName === '' ? number.phone : number.friendlyName,
    identity_sid: null,
    phone_number: number.phone,
    origin: 'twilio',
    sid,
    sms_application_sid: null,
    sms_fallback_method: 'POST',
    sms_fallback_url: number.smsFallbackUrl ?? '',
    sms_method: 'POST',
    sms_url: number.smsUrl ?? '',
    status_callback: number.statusCallback ?? '',
    status_callback_method: 'POST',
    trunk_sid: null,
    uri: `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers/${sid}.json`,
    voice_receive_mode: 'voice',
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: null,
    voice_method: 'POST',
    voice_url: number.voiceUrl,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    bundle_sid: null,
    status: 'in-use',
    type: number.type === 'toll-free' ? 'toll-free' : 'local',
  };
}

/** A short code of an account as Twilio writes it. */
export function shortCodeBody(account: Account, number: SendingNumber) {
  const sid = numberSid(account.sid, number.phone);
  return {
    account_sid: account.sid,
    api_version: '2010-04-01',
    date_created: rfcDate(account.createdAtMs),
    date_updated: rfcDate(account.createdAtMs),
    friendly_name: number.friendlyName === '' ? number.phone : number.friendlyName,
    short_code: number.phone,
    sid,
    sms_fallback_method: 'POST',
    sms_fallback_url: number.smsFallbackUrl,
    sms_method: 'POST',
    sms_url: number.smsUrl,
    uri: `/2010-04-01/Accounts/${account.sid}/SMS/ShortCodes/${sid}.json`,
  };
}
