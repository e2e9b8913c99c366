import { freePorts } from '@sms-crm/local/ports';
import type { Setup } from '@sms-crm/local/process-env';
import { Program } from './program.ts';
import { accountSid, authToken, senderPhone } from './sample-text.ts';

const controlToken = 'bench-control-token-bench-control';
const none = { http: 0, metrics: 0 };

/** Everything happens at once and nothing fails, so that what is measured is the simulator's own work. */
const atOnce = { min: 0, max: 0 };
const settings = {
  createLatencyMs: atOnce,
  sendingAfterMs: atOnce,
  sentAfterMs: atOnce,
  finalAfterMs: atOnce,
  priceAfterMs: atOnce,
  failureRate: 0,
};

/** Starts the carrier simulator with one account, as an installation runs it. */
export async function startSimulator(mostMessages: number): Promise<{ program: Program; url: string }> {
  const [http = 0, metrics = 0] = await freePorts(2);
  const account = {
    sid: accountSid,
    token: authToken,
    numbers: [{ phone: senderPhone, type: 'short-code' }],
  };
  const program = await Program.start('simulator', setupOf({ http, metrics }), {
    ACCOUNTS: JSON.stringify([account]),
    MAX_MESSAGES: String(mostMessages),
  });
  const url = `http://127.0.0.1:${http}`;
  await configure(url, settings);
  return { program, url };
}

/** Changes some of its settings. */
export async function configure(url: string, change: object): Promise<void> {
  const response = await fetch(`${url}/control/config`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!response.ok) throw new Error(`the simulator refused its settings: ${await response.text()}`);
}

/** The simulator needs neither database nor Redis. */
function setupOf(simulator: Setup['ports']['simulator']): Setup {
  return {
    ports: { simulator, api: none, sender: none, shortener: none, web: none },
    ownerUrl: 'postgres://nobody@127.0.0.1:1/nothing',
    redisUrl: 'redis://127.0.0.1:1',
    cacheRedisUrl: 'redis://127.0.0.1:1',
    logLevel: 'warn',
    secrets: {
      superuserPassword: '',
      ownerPassword: '',
      appPassword: '',
      systemPassword: '',
      redisPassword: '',
      authSecret: '',
      encryptionKey: '',
      callbackSecret: '',
      controlToken,
    },
  };
}
