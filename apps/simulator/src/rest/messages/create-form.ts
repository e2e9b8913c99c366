/** The parameters of a create request the simulator knows; absent ones are empty, unknown ones are ignored. */
export type CreateForm = {
  to: string;
  from: string;
  body: string;
  messagingServiceSid: string;
  mediaUrls: readonly string[];
  statusCallback: string;
  validityPeriod: string;
  scheduleType: string;
  sendAt: string;
};

/** Reads a form-encoded body; of a parameter given twice the last one counts, as at Twilio, but for MediaUrl. */
export function readCreateForm(fields: Readonly<Record<string, unknown>>): CreateForm {
  return {
    to: asPhone(last(fields['To'])),
    from: asPhone(last(fields['From'])),
    body: last(fields['Body']),
    messagingServiceSid: last(fields['MessagingServiceSid']),
    mediaUrls: all(fields['MediaUrl']),
    statusCallback: last(fields['StatusCallback']),
    validityPeriod: last(fields['ValidityPeriod']),
    scheduleType: last(fields['ScheduleType']),
    sendAt: last(fields['SendAt']),
  };
}

function all(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === 'string').filter((item) => item !== '');
}

function last(value: unknown): string {
  const item: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof item === 'string' ? item : '';
}

/**
 * Twilio takes North American phones in national format too, and so a plus sign that a plain client
 * forgot to encode; anything else stays as it is.
 */
function asPhone(text: string): string {
  const trimmed = text.trim();
  const digits = trimmed.replaceAll(/[\s().-]/g, '');
  if (/^1[2-9]\d{9}$/.test(digits)) return `+${digits}`;
  return /^[2-9]\d{9}$/.test(digits) ? `+1${digits}` : trimmed;
}
