import { Pool } from 'undici';
import type { Carrier, CarrierLookup } from '@sms-crm/domain/context/ports';
import { createTwilioCarrier } from './twilio/carrier.ts';
import { PooledHttpClient } from './twilio/http-client.ts';
import { createLookUp, lookUpBase } from './twilio/look-up.ts';
import { gateWrites } from './twilio/write-gate.ts';

/** Clients kept; the oldest is forgotten. */
const maxClients = 1_000;

/** Longest time until a connection to the carrier stands, ms. */
const connectTimeoutMs = 5_000;

/** Look-ups open at the same time. */
const lookUpConnections = 5;

/** A longer answer is none of Twilio's, bytes: reading stops there and the connection is cut. */
const maxAnswerBytes = 4 * 1024 * 1024;

/**
 * Finds the client of a carrier account. All accounts of a process share one pool.
 *
 * @param options.baseUrl Twilio's API or what speaks it, e.g. the simulator
 * @param options.connections requests open at the same time; each has a connection of its own, nothing is pipelined
 * @param options.requestTimeoutMs after this a request's outcome is unknown
 */
export function createCarrierLookup(options: {
  baseUrl: string;
  connections: number;
  requestTimeoutMs: number;
}): { lookup: CarrierLookup; close: () => Promise<void> } {
  const pool = new Pool(new URL(options.baseUrl).origin, {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: Math.min(connectTimeoutMs, options.requestTimeoutMs) },
    headersTimeout: options.requestTimeoutMs,
    bodyTimeout: options.requestTimeoutMs,
    keepAliveTimeout: 30_000,
    maxResponseSize: maxAnswerBytes,
  });
  const httpClient = new PooledHttpClient(gateWrites(pool), options);
  // Lookup is a host of its own at Twilio; a few requests at a time, none of which may hold up a text.
  const lookUpUrl = lookUpBase(options.baseUrl);
  const lookUpPool = new Pool(new URL(lookUpUrl).origin, {
    connections: lookUpConnections,
    pipelining: 1,
    headersTimeout: options.requestTimeoutMs,
    bodyTimeout: options.requestTimeoutMs,
    maxResponseSize: maxAnswerBytes,
  });
  const lookUpClient = new PooledHttpClient(lookUpPool, { ...options, baseUrl: lookUpUrl });
  const clients = new Map<string, Carrier>();
  return {
    lookup: (credentials) => {
      const key = `${credentials.id}:${credentials.accountSid}:${credentials.authToken}`;
      const known = clients.get(key);
      if (known !== undefined) return known;
      const [oldest] = clients.keys();
      if (clients.size >= maxClients && oldest !== undefined) clients.delete(oldest);
      const client = createTwilioCarrier(credentials, {
        httpClient,
        baseUrl: options.baseUrl,
        lookUp: createLookUp(credentials, { httpClient: lookUpClient, baseUrl: lookUpUrl }),
      });
      clients.set(key, client);
      return client;
    },
    close: async () => {
      await Promise.all([pool.close(), lookUpPool.close()]);
    },
  };
}
