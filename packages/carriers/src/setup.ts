import type { CarrierSetupLookup } from '@sms-crm/domain/carrier-accounts/setup-port';
import { openSide } from './side.ts';
import { createTwilioSetup } from './twilio/setup.ts';

const twilioUrl = 'https://api.twilio.com';

/** Registrations are told on a host of their own; what stands in for Twilio tells them where everything else is. */
const twilioMessagingUrl = 'https://messaging.twilio.com';

/** Requests open at once: somebody waits for the page, and the carrier's limits are shared with sending. */
const connections = 4;

/**
 * Asks carriers about accounts.
 *
 * @param options.baseUrl what speaks Twilio's API for simulated accounts; null where there is no simulator
 * @param options.realUrl Twilio's API for real accounts; its own address when absent
 * @param options.requestTimeoutMs longest time of each request
 */
export function createCarrierSetups(options: {
  baseUrl: string | null;
  realUrl?: string | undefined;
  requestTimeoutMs: number;
}): { lookup: CarrierSetupLookup; close: () => Promise<void> } {
  const { requestTimeoutMs } = options;
  const open = (url: string) => openSide(url, { connections, requestTimeoutMs });
  const realUrl = options.realUrl ?? twilioUrl;
  const real = { api: open(realUrl), messaging: open(realUrl === twilioUrl ? twilioMessagingUrl : realUrl) };
  const simulator = options.baseUrl === null ? null : open(options.baseUrl);
  const simulated = simulator === null ? null : { api: simulator, messaging: simulator };
  return {
    lookup: (credentials) => {
      const sides = credentials.real ? real : simulated;
      if (sides === null) throw new Error('There is no simulator to ask about a simulated carrier account.');
      return createTwilioSetup(credentials, sides);
    },
    close: async () => {
      await Promise.all([real.api.close(), real.messaging.close(), simulator?.close()]);
    },
  };
}
