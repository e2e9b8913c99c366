import type { FastifyInstance } from 'fastify';
import { Redis } from 'ioredis';
import { createPool } from '@sms-crm/db/pool';
import type { Services } from '@sms-crm/domain/context/context';
import { usualFollowUp } from '@sms-crm/domain/follow-up/times';
import { usualSendTimes } from '@sms-crm/domain/sending/lease';
import { systemClock } from '@sms-crm/runtime/clock';
import { createLogger } from '@sms-crm/runtime/logger';
import { Registry } from '@sms-crm/runtime/metrics';
import { buildApp } from '../app.ts';
import { createAuth } from '../auth/auth.ts';
import { SignInTries } from '../auth/sign-in-tries.ts';

const nowhere = 'postgres://nobody@localhost/none';
const origin = 'http://localhost:3000';
const secret = 'none-of-this-signs-anything-0123456789';

/** The API with all its routes and nothing behind them: enough to describe it, no request would work. */
export async function buildUnconnectedApp(): Promise<FastifyInstance> {
  const log = createLogger({ name: 'description', level: 'silent' });
  const pool = (role: 'sms_app' | 'sms_system') =>
    createPool({ url: nowhere, role, max: 1, name: 'description', log });
  const services: Services = {
    app: pool('sms_app'),
    system: pool('sms_system'),
    clock: systemClock,
    random: Math.random,
    log,
    enqueue: refuse,
    signal: refuse,
    wakePump: refuse,
    mailer: refuse,
    rates: { take: refuse, available: refuse },
    carriers: () => {
      throw unconnected();
    },
    setup: {
      carrier: () => {
        throw unconnected();
      },
      outside: { addressesOf: refuse, txtRecordsOf: refuse, get: refuse },
    },
    settings: {
      publicApiUrl: origin,
      shortLinkOrigin: origin,
      callbackSecret: 'none',
      encryptionKey: 'none',
      sendTimes: usualSendTimes,
      followUp: usualFollowUp,
    },
  };
  const redis = new Redis({ lazyConnect: true });
  const app = await buildApp({
    services,
    auth: createAuth({
      system: services.system,
      redis,
      secret,
      webOrigin: origin,
      log,
    }),
    signInTries: new SignInTries({ redis, secret }),
    live: { connected: false, subscribe: () => () => undefined },
    checks: [],
    webOrigin: origin,
    allowedOrigins: [],
    simulatorUrl: null,
    registry: new Registry(),
    log,
  });
  await app.ready();
  return app;
}

function refuse(): Promise<never> {
  return Promise.reject(unconnected());
}

function unconnected(): Error {
  return new Error('This API only describes itself; nothing is connected to it.');
}
