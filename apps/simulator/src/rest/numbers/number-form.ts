import { webhookUrl, type SendingNumber } from '../../accounts/number.ts';
import type { Refusal } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;
type Change = Partial<
  Pick<SendingNumber, 'smsUrl' | 'statusCallback' | 'voiceUrl' | 'smsFallbackUrl' | 'friendlyName'>
>;

/** Parameter → property, for the addresses of a number. */
const addresses = {
  SmsUrl: 'smsUrl',
  StatusCallback: 'statusCallback',
  VoiceUrl: 'voiceUrl',
  SmsFallbackUrl: 'smsFallbackUrl',
} as const;

/** Reads what a form changes in a number; an empty address clears it, unknown parameters are ignored. */
export function readNumberForm(fields: Fields): { change: Change } | { refusal: Refusal } {
  const change: Change = {};
  for (const [parameter, property] of Object.entries(addresses)) {
    const value = fields[parameter];
    if (typeof value !== 'string') continue;
    if (value !== '' && !webhookUrl.safeParse(value).success) {
      return { refusal: { code: 21502, detail: value.slice(0, 200) } };
    }
    change[property] = value === '' ? null : value;
  }
  const name = fields['FriendlyName'];
  if (typeof name === 'string') change.friendlyName = name.slice(0, 64);
  return { change };
}
