import { chanceOf } from '../../chance/chance.ts';
import { callingCodeOf, countryOf } from '../../inbound/country-of.ts';
import type { LineType, Settings } from '../../settings/settings.ts';
import { lineTypeOf } from './line-type.ts';

const carriers = ['Northern Wireless', 'Prairie Mobile', 'Coastline Cellular', 'Summit Telecom'];

/** A phone as Lookup v2 writes it; packages that were not asked for are null, a phone that is none is `valid: false`. */
export function lookupBody(settings: Settings, phone: string, fields: ReadonlySet<string>) {
  const problem = problemOf(phone);
  const country = problem === undefined ? countryOf(phone) : '';
  return {
    calling_country_code: problem === undefined ? callingCodeOf(phone) : null,
    country_code: country === '' ? null : country,
    phone_number: phone,
    national_format: problem === undefined ? nationalFormat(phone) : null,
    valid: problem === undefined,
    validation_errors: problem === undefined ? [] : [problem],
    caller_name: null,
    sim_swap: null,
    call_forwarding: null,
    line_type_intelligence:
      problem === undefined && fields.has('line_type_intelligence') ? lineOf(settings, phone) : null,
    line_status: null,
    identity_match: null,
    reassigned_number: null,
    sms_pumping_risk: null,
    phone_number_quality_score: null,
    pre_fill: null,
    url: `https://lookups.twilio.com/v2/PhoneNumbers/${phone}`,
  };
}

function problemOf(phone: string): string | undefined {
  const digits = phone.replace('+', '');
  if (!/^\+?\d+$/.test(phone)) return 'NOT_A_NUMBER';
  if (digits.startsWith('1')) {
    if (digits.length !== 11) return digits.length < 11 ? 'TOO_SHORT' : 'TOO_LONG';
    return /^1[2-9]\d{2}[2-9]/.test(digits) ? undefined : 'INVALID_BUT_POSSIBLE';
  }
  if (digits.length < 7) return 'TOO_SHORT';
  if (digits.length > 15) return 'TOO_LONG';
  return digits.startsWith('0') ? 'INVALID_COUNTRY_CODE' : undefined;
}

function lineOf(settings: Settings, phone: string) {
  const type: LineType = lineTypeOf(settings, phone);
  const carrier = carriers[Math.floor(chanceOf(settings.seed, phone, 'carrier') * carriers.length)];
  const hasNetwork = type === 'mobile' || type === 'nonFixedVoip';
  return {
    type,
    carrier_name: type === 'unknown' ? null : (carrier ?? null),
    mobile_country_code: hasNetwork ? '310' : null,
    mobile_network_code: hasNetwork ? '999' : null,
    error_code: null,
  };
}

function nationalFormat(phone: string): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  return match === null ? phone : `(${match[1]}) ${match[2]}-${match[3]}`;
}
