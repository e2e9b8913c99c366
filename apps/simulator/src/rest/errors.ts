/** A refused request: one of Twilio's error codes with the values its message names. */
export type Refusal = { code: RefusalCode; detail?: string };

type ErrorText = { status: number; message: (detail: string) => string };

const refusals = {
  20001: { status: 400, message: (detail: string) => detail || 'Bad request' },
  20003: { status: 401, message: () => 'Authenticate' },
  20404: { status: 404, message: (path: string) => `The requested resource ${path} was not found` },
  20429: { status: 429, message: () => 'Too Many Requests' },
  21211: { status: 400, message: (to: string) => `Invalid 'To' Phone Number: ${masked(to)}` },
  21212: { status: 400, message: (from: string) => `Invalid 'From' Number: ${from}` },
  21408: {
    status: 400,
    message: (to: string) =>
      `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${masked(to)}`,
  },
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
  35118: { status: 400, message: () => 'MessagingServiceSid is required to schedule a message' },
} satisfies Record<number, ErrorText>;

export type RefusalCode = keyof typeof refusals;

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
