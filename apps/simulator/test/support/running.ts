import { randomBytes } from 'node:crypto';
import { createLogger } from '@sms-crm/runtime/logger';
import { simulatorEnv } from '../../src/env.ts';
import { startSimulator, type RunningSimulator } from '../../src/start.ts';

export const controlToken = 'a-control-token-for-tests';

/** One account with a number of each type. */
export type TestAccount = {
  sid: string;
  token: string;
  longCode: string;
  tollFree: string;
  shortCode: string;
};

export type TestSimulator = RunningSimulator & {
  account: TestAccount;
  /** Calls the control API with the token; the answer's body. */
  control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Posts a form to the account's Messages resource as a plain client does. */
  send: (fields: Record<string, string>) => Promise<{ status: number; body: Record<string, unknown> }>;
};

/** Statuses follow at once, nothing fails by chance. */
const atOnce = {
  createLatencyMs: { min: 0, max: 0 },
  sendingAfterMs: { min: 0, max: 0 },
  sentAfterMs: { min: 0, max: 0 },
  finalAfterMs: { min: 0, max: 0 },
  priceAfterMs: { min: 0, max: 0 },
  callbackRetryDelayMs: 5,
  failureRate: 0,
};

/** Starts a simulator on a free port with one account whose inbound texts go to `smsUrl`. */
export async function startTestSimulator(
  options: { smsUrl?: string; env?: Record<string, string> } = {},
): Promise<TestSimulator> {
  const env = simulatorEnv.parse({
    LOG_LEVEL: 'silent',
    PORT: '0',
    METRICS_PORT: '0',
    CONTROL_TOKEN: controlToken,
    ...options.env,
  });
  const running = await startSimulator(env, createLogger({ name: 'simulator', level: 'silent' }));
  const account: TestAccount = {
    sid: `AC${randomBytes(16).toString('hex')}`,
    token: randomBytes(16).toString('hex'),
    longCode: '+14155550100',
    tollFree: '+18885550100',
    shortCode: '55512',
  };
  const control = (method: string, path: string, body?: unknown) =>
    callControl(running.url, method, path, body);
  const smsUrl = options.smsUrl ?? null;
  await control('POST', '/accounts', {
    sid: account.sid,
    token: account.token,
    numbers: [
      { phone: account.longCode, type: '10dlc', smsUrl },
      { phone: account.tollFree, type: 'toll-free', smsUrl },
      { phone: account.shortCode, type: 'short-code', smsUrl },
    ],
  });
  await control('PUT', '/config', atOnce);
  return { ...running, account, control, send: (fields) => sendText(running.url, account, fields) };
}

async function callControl(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/control${path}`, {
    method,
    headers: {
      authorization: `Bearer ${controlToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function sendText(url: string, account: TestAccount, fields: Record<string, string>) {
  const response = await fetch(`${url}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`,
    },
    body: new URLSearchParams({ From: account.shortCode, Body: 'Hello', ...fields }),
  });
  return { status: response.status, body: asObject(await response.json()) };
}

/** The value as an object. @throws when it is none */
export function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return Object.fromEntries(Object.entries(value));
}
