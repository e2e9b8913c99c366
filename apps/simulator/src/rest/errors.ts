/** A refused request: one of Twilio's error codes with the values its message names. */
export type Refusal = { code: RefusalCode; detail?: string };

type ErrorText = { status: number; message: (detail: string) => string };

const refusals = {
  20001: { status: 400, message: (detail: string) => detail || 'Bad request' },
  20003: { status: 401, message: () => 'Authenticate' },
  20005: { status: 401, message: () => 'Account not active' },
  20009: {
    status: 409,
    message: () => 'Cannot delete or redact this resource before it is complete',
  },
  20404: { status: 404, message: (path: string) => `The requested resource ${path} was not found` },
  20429: { status: 429, message: () => 'Too Many Requests' },
  21211: { status: 400, message: (to: string) => `Invalid 'To' Phone Number: ${masked(to)}` },
  21212: { status: 400, message: (from: string) => `Invalid 'From' Number: ${from}` },
  21408: {
    status: 400,
    message: (to: string) =>
      `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${masked(to)}`,
  },
  21421: { status: 400, message: (phone: string) => `PhoneNumber ${masked(phone)} is invalid` },
  21422: { status: 400, message: (phone: string) => `${masked(phone)} is not available` },
  21452: { status: 400, message: (areaCode: string) => `No phone numbers found in area code ${areaCode}` },
  21502: { status: 400, message: (url: string) => `SmsUrl is not valid: ${url}` },
  21602: { status: 400, message: () => 'Message body is required.' },
  21603: { status: 400, message: () => "A 'From' phone number is required." },
  21604: { status: 400, message: () => "A 'To' phone number is required." },
  21606: {
    status: 400,
    message: (from: string) =>
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination/account`,
  },
  21609: { status: 400, message: (url: string) => `The 'StatusCallback' URL ${url} is not a valid URL.` },
  21610: { status: 400, message: () => 'Attempt to send to unsubscribed recipient' },
  21611: {
    status: 400,
    message: (from: string) =>
      `This 'From' number ${from} has exceeded the maximum number of queued messages`,
  },
  21612: {
    status: 400,
    message: (to: string) =>
      `Message cannot be sent with the current combination of 'To' (${masked(to)}) and/or 'From' parameters`,
  },
  21614: { status: 400, message: (to: string) => `'To' number is not a valid mobile number: ${masked(to)}` },
  21617: { status: 400, message: () => 'The concatenated message body exceeds the 1600 character limit' },
  21620: { status: 400, message: (url: string) => `Invalid media URL(s): ${url}` },
  21623: { status: 400, message: () => 'Number of media files exceeds allowed limit' },
  21624: { status: 400, message: () => 'Invalid validity period value' },
  21701: { status: 400, message: () => 'The Messaging Service does not exist' },
  21704: { status: 400, message: () => 'The Messaging Service contains no phone numbers' },
  30409: { status: 400, message: () => 'This message cannot be canceled' },
  35111: { status: 400, message: () => 'SendAt timestamp is missing' },
  35115: {
    status: 400,
    message: (least: string) =>
      `SendAt time must be between ${least} seconds and 35 days (3024000 seconds) in the future, inclusive`,
  },
  35118: { status: 400, message: () => 'MessagingServiceSid is required to schedule a message' },
} satisfies Record<number, ErrorText>;

export type RefusalCode = keyof typeof refusals;

/** Every code a request can be refused with. */
export const refusalCodes: ReadonlySet<number> = new Set(Object.keys(refusals).map(Number));

/** The code as one of ours. @throws when no request is refused with it */
export function asRefusalCode(code: number): RefusalCode {
  if (!refusalCodes.has(code)) throw new Error(`no request is refused with ${code}`);
  return code as RefusalCode;
}

/** Twilio's error body and the HTTP status it comes with. */
export function errorBody(refusal: Refusal) {
  const { status, message } = refusals[refusal.code];
  return {
    code: refusal.code,
    message: message(refusal.detail ?? ''),
    more_info: `https://www.twilio.com/docs/errors/${refusal.code}`,
    status,
  };
}

/** Twilio shows no whole phone in its errors: the last four digits are crossed out. */
function masked(phone: string): string {
  return phone.length > 4 ? `${phone.slice(0, -4)}XXXX` : phone;
}
