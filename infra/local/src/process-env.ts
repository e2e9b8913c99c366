import { roleUrl } from '@sms-crm/db/urls';
import type { Secrets } from './secrets.ts';

/** The programs of the product. */
export const processNames = ['simulator', 'api', 'sender', 'shortener', 'web'] as const;
export type ProcessName = (typeof processNames)[number];

/** Where each program listens; 0 for a program without an address of its own. */
export type Ports = Record<ProcessName, { http: number; metrics: number }>;

/** Everything the environment of the programs is made from. */
export type Setup = {
  ports: Ports;
  ownerUrl: string;
  redisUrl: string;
  /** Where the link cache is; usually the same server. */
  cacheRedisUrl: string;
  secrets: Secrets;
  logLevel: string;
};

/** The addresses of a local installation, as people and browsers use them. */
export type Addresses = { web: string; api: string; shortener: string; simulator: string };

/** The addresses that belong to a choice of ports. */
export function addressesOf(ports: Ports): Addresses {
  const at = (name: ProcessName) => `http://localhost:${ports[name].http}`;
  return { web: at('web'), api: at('api'), shortener: at('shortener'), simulator: at('simulator') };
}

/** The simulator knows its prices within seconds, so its list is looked at sooner than a real carrier's, ms. */
const soonFollowUp = {
  FOLLOW_UP_FIRST_MS: '60000',
  FOLLOW_UP_SECOND_MS: '600000',
  FOLLOW_UP_LAST_MS: '3600000',
  FOLLOW_UP_GAP_MS: '30000',
};

/**
 * The environment of one program, without what it inherits.
 *
 * @param name the program
 * @param setup ports, servers and secrets of the installation
 */
export function processEnv(name: ProcessName, setup: Setup): Record<string, string> {
  const { secrets } = setup;
  const own = {
    LOG_LEVEL: setup.logLevel,
    HOST: '127.0.0.1',
    PORT: String(setup.ports[name].http),
    METRICS_PORT: String(setup.ports[name].metrics),
  };
  const addresses = addressesOf(setup.ports);
  const loopback = (of: ProcessName) => `http://127.0.0.1:${setup.ports[of].http}`;
  if (name === 'web') {
    return {
      ...own,
      NODE_ENV: 'production',
      API_URL: loopback('api'),
      WEB_ORIGIN: addresses.web,
      SIMULATOR_URL: addresses.simulator,
    };
  }
  return {
    ...own,
    NODE_ENV: 'development',
    APP_DATABASE_URL: roleUrl(setup.ownerUrl, 'sms_app', secrets.appPassword),
    SYSTEM_DATABASE_URL: roleUrl(setup.ownerUrl, 'sms_system', secrets.systemPassword),
    REDIS_URL: setup.redisUrl,
    CACHE_REDIS_URL: setup.cacheRedisUrl,
    WEB_ORIGIN: addresses.web,
    PUBLIC_API_URL: addresses.api,
    SHORT_LINK_ORIGIN: addresses.shortener,
    AUTH_SECRET: secrets.authSecret,
    ENCRYPTION_KEY: secrets.encryptionKey,
    CALLBACK_SECRET: secrets.callbackSecret,
    CONTROL_TOKEN: secrets.controlToken,
    CARRIER_BASE_URL: loopback('simulator'),
    SIMULATOR_URL: addresses.simulator,
    ...(name === 'sender' ? soonFollowUp : {}),
  };
}
