import { Pool } from 'undici';
import { PooledHttpClient } from './twilio/http-client.ts';
import { gateWrites } from './twilio/write-gate.ts';

/** Longest time until a connection to the carrier stands, ms. */
const connectTimeoutMs = 5_000;

/** A longer answer is none of Twilio's, bytes: reading stops there and the connection is cut. */
const maxAnswerBytes = 4 * 1024 * 1024;

/** One host of a carrier, and the connections to it. */
export type Side = {
  httpClient: PooledHttpClient;
  baseUrl: string;
  /** Ends what is open at once: a request that was written ends without an answer, the others unwritten. */
  cut: () => Promise<void>;
  /** Waits for what is open. */
  close: () => Promise<void>;
};

/**
 * A pool of connections to one host, opened by its first request.
 *
 * @param options.connections requests open at the same time; each has a connection of its own, nothing is pipelined
 * @param options.requestTimeoutMs after this a request's outcome is unknown
 */
export function openSide(baseUrl: string, options: { connections: number; requestTimeoutMs: number }): Side {
  const pool = new Pool(new URL(baseUrl).origin, {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: Math.min(connectTimeoutMs, options.requestTimeoutMs) },
    headersTimeout: options.requestTimeoutMs,
    bodyTimeout: options.requestTimeoutMs,
    keepAliveTimeout: 30_000,
    maxResponseSize: maxAnswerBytes,
  });
  const httpClient = new PooledHttpClient(gateWrites(pool), { ...options, baseUrl });
  return {
    httpClient,
    baseUrl,
    cut: () => pool.destroy(new Error('this process ends and could not wait for the answer')),
    close: async () => {
      if (!pool.destroyed) await pool.close();
    },
  };
}
