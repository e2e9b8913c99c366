import type { Account, MessagingService } from '../../accounts/account.ts';
import { derivedSid, numberSid } from '../../accounts/sid.ts';
import type { SendingNumber } from '../../accounts/number.ts';
import { countryOf } from '../../inbound/country-of.ts';

const host = 'https://messaging.twilio.com/v1';

/** A messaging service as Twilio writes it. */
export function serviceBody(account: Account, service: MessagingService) {
  const url = `${host}/Services/${service.sid}`;
  return {
    sid: service.sid,
    account_sid: account.sid,
    friendly_name: service.friendlyName,
    date_created: isoDate(account),
    date_updated: isoDate(account),
    inbound_request_url: null,
    inbound_method: 'POST',
    fallback_url: null,
    fallback_method: 'POST',
    status_callback: service.statusCallback,
    sticky_sender: true,
    mms_converter: false,
    smart_encoding: false,
    scan_message_content: 'inherit',
    fallback_to_long_code: false,
    area_code_geomatch: false,
    synchronous_validation: false,
    validity_period: 36_000,
    url,
    links: { phone_numbers: `${url}/PhoneNumbers`, us_app_to_person: `${url}/Compliance/Usa2p` },
    usecase: 'marketing',
    us_app_to_person_registered: service.campaignStatus === 'VERIFIED',
    use_inbound_webhook_on_number: true,
  };
}

/** A number of a messaging service. */
export function memberBody(account: Account, service: MessagingService, phone: string) {
  const sid = numberSid(account.sid, phone);
  return {
    sid,
    account_sid: account.sid,
    service_sid: service.sid,
    date_created: isoDate(account),
    date_updated: isoDate(account),
    phone_number: phone,
    country_code: countryOf(phone),
    capabilities: ['MMS', 'SMS', 'Voice'],
    url: `${host}/Services/${service.sid}/PhoneNumbers/${sid}`,
  };
}

/** The 10DLC campaign of a service; `campaign_status` says how far its registration is. */
export function campaignBody(account: Account, service: MessagingService) {
  const sid = campaignSid(service);
  return {
    sid,
    account_sid: account.sid,
    brand_registration_sid: derivedSid('BN', account.sid),
    messaging_service_sid: service.sid,
    description: 'Marketing texts to people who asked for them.',
    message_samples: [
      'Our sale is on. Reply STOP to opt out.',
      'Last day of the sale. Reply STOP to opt out.',
    ],
    us_app_to_person_usecase: 'MARKETING',
    has_embedded_links: true,
    has_embedded_phone: false,
    subscriber_opt_in: true,
    age_gated: false,
    direct_lending: false,
    campaign_status: service.campaignStatus,
    campaign_id: service.campaignStatus === 'VERIFIED' ? 'CSIMULATED' : null,
    is_externally_registered: false,
    rate_limits: { att: { mps: 75, msg_class: 'A' }, tmobile: { brand_tier: 'TOP' } },
    message_flow: 'People opt in by a form that names the brand and the programme.',
    opt_in_message: null,
    opt_out_message: null,
    help_message: null,
    opt_in_keywords: ['START'],
    opt_out_keywords: ['STOP'],
    help_keywords: ['HELP'],
    date_created: isoDate(account),
    date_updated: isoDate(account),
    url: `${host}/Services/${service.sid}/Compliance/Usa2p/${sid}`,
    mock: false,
    errors: [],
  };
}

/** The identifier of a service's campaign. */
export function campaignSid({ sid }: MessagingService): string {
  return derivedSid('QE', sid);
}

const verificationStatuses = {
  approved: 'TWILIO_APPROVED',
  pending: 'IN_REVIEW',
  suspended: 'TWILIO_REJECTED',
  none: 'PENDING_REVIEW',
} as const;

/** How far a toll-free number's verification is; who asked for it is left out. */
export function verificationBody(account: Account, { phone, registration }: SendingNumber) {
  const sid = derivedSid('HH', account.sid, phone);
  return {
    sid,
    account_sid: account.sid,
    date_created: isoDate(account),
    date_updated: isoDate(account),
    tollfree_phone_number_sid: numberSid(account.sid, phone),
    tollfree_phone_number: phone,
    status: verificationStatuses[registration],
    url: `${host}/Tollfree/Verifications/${sid}`,
    rejection_reason: null,
    error_code: null,
  };
}

function isoDate({ createdAtMs }: Account): string {
  return `${new Date(createdAtMs).toISOString().slice(0, 19)}Z`;
}
