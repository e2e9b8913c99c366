import type { Carrier, CarrierLookup } from '@sms-crm/domain/context/ports';
import { openSide, type Side } from './side.ts';
import { createTwilioCarrier } from './twilio/carrier.ts';
import { createLookUp, lookUpBase } from './twilio/look-up.ts';

/** Clients kept; the oldest is forgotten. */
const maxClients = 1_000;

/** Look-ups open at the same time. */
const lookUpConnections = 5;

/** Where the carrier itself is. */
const twilioUrl = 'https://api.twilio.com';

/**
 * Finds the client of a carrier account. All real accounts of a process share one pool of connections, and all simulated ones another.
 * `close` waits for open requests, `cut` ends them: those that were written with an unknown outcome.
 *
 * @param options.baseUrl what speaks Twilio's API for simulated accounts; null where there is no simulator
 * @param options.realUrl Twilio's API for real accounts; its own address when absent
 * @param options.connections requests open at the same time; each has a connection of its own, nothing is pipelined
 * @param options.requestTimeoutMs after this a request's outcome is unknown
 */
export function createCarrierLookup(options: {
  baseUrl: string | null;
  realUrl?: string | undefined;
  connections: number;
  requestTimeoutMs: number;
}): { lookup: CarrierLookup; cut: () => Promise<void>; close: () => Promise<void> } {
  const real = openPlace(options.realUrl ?? twilioUrl, options);
  const simulated = options.baseUrl === null ? null : openPlace(options.baseUrl, options);
  const clients = new Map<string, Carrier>();
  return {
    lookup: (credentials) => {
      const place = credentials.real ? real : simulated;
      if (place === null) {
        throw new Error(
          'A carrier account belongs to the simulator, but none is set up: set CARRIER_BASE_URL to its address, or remove the account.',
        );
      }
      const { id, accountSid, authToken } = credentials;
      const key = `${credentials.real}:${id}:${accountSid}:${authToken}`;
      const known = clients.get(key);
      if (known !== undefined) return known;
      const [oldest] = clients.keys();
      if (clients.size >= maxClients && oldest !== undefined) clients.delete(oldest);
      const client = createTwilioCarrier(credentials, {
        ...place.texts,
        lookUp: createLookUp(credentials, place.lookUps),
      });
      clients.set(key, client);
      return client;
    },
    cut: async () => {
      await Promise.all([real.cut(), simulated?.cut()]);
    },
    close: async () => {
      await Promise.all([real.close(), simulated?.close()]);
    },
  };
}

type Place = { texts: Side; lookUps: Side; cut: () => Promise<void>; close: () => Promise<void> };

/** Lookup is a host of its own at Twilio; a few requests at a time, none of which may hold up a text. */
function openPlace(baseUrl: string, options: { connections: number; requestTimeoutMs: number }): Place {
  const texts = openSide(baseUrl, options);
  const lookUps = openSide(lookUpBase(baseUrl), { ...options, connections: lookUpConnections });
  return {
    texts,
    lookUps,
    cut: async () => {
      await Promise.all([texts.cut(), lookUps.cut()]);
    },
    close: async () => {
      await Promise.all([texts.close(), lookUps.close()]);
    },
  };
}
