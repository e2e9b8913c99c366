import type { RefusalCode } from '../errors.ts';

/** The sender of test credentials that works; its texts call no status callback. */
export const workingTestSender = '+15005550006';

/** Senders of Twilio's test credentials that are refused with a fixed code. */
export const refusedSenders: Readonly<Record<string, RefusalCode>> = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
};

/** Recipients of test credentials that are refused with a fixed code. */
export const refusedRecipients: Readonly<Record<string, RefusalCode>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};
