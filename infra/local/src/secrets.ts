import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { StartError } from '../bootstrap/errors.mjs';
import { writePrivate } from './write-private.ts';

/** Secrets of one local installation, made once. */
export type Secrets = {
  superuserPassword: string;
  ownerPassword: string;
  appPassword: string;
  systemPassword: string;
  redisPassword: string;
  /** Signs sessions. */
  authSecret: string;
  /** 32 bytes in base64, for AES-256-GCM. */
  encryptionKey: string;
  callbackSecret: string;
  controlToken: string;
};

const makers: { [Name in keyof Secrets]: () => string } = {
  superuserPassword: password,
  ownerPassword: password,
  appPassword: password,
  systemPassword: password,
  redisPassword: password,
  authSecret: password,
  encryptionKey: () => randomBytes(32).toString('base64'),
  callbackSecret: password,
  controlToken: password,
};

/**
 * Reads the secrets of an installation; what is missing is made and kept, what is there never changes.
 *
 * @throws StartError when the file cannot be understood
 */
export function ensureSecrets(path: string): Secrets {
  const kept = existsSync(path) ? parse(path) : {};
  const secrets = complete(kept);
  if (Object.keys(kept).length < Object.keys(makers).length) {
    writePrivate(path, `${JSON.stringify(secrets, null, 2)}\n`);
  }
  return secrets;
}

function complete(kept: Partial<Secrets>): Secrets {
  const pick = (name: keyof Secrets) => kept[name] ?? makers[name]();
  return {
    superuserPassword: pick('superuserPassword'),
    ownerPassword: pick('ownerPassword'),
    appPassword: pick('appPassword'),
    systemPassword: pick('systemPassword'),
    redisPassword: pick('redisPassword'),
    authSecret: pick('authSecret'),
    encryptionKey: pick('encryptionKey'),
    callbackSecret: pick('callbackSecret'),
    controlToken: pick('controlToken'),
  };
}

function parse(path: string): Partial<Secrets> {
  const broken = (cause: string) =>
    new StartError(
      `${path} cannot be used: ${cause}.`,
      'Restore the file from a copy, or start anew with npm run reset (this deletes all local data).',
    );
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw broken('it is not JSON');
  }
  if (typeof found !== 'object' || found === null) throw broken('it is not a JSON object');
  const kept: Partial<Secrets> = {};
  for (const [name, value] of Object.entries(found)) {
    if (typeof value !== 'string' || value === '') throw broken(`"${name}" is not a text`);
    if (isSecretName(name)) kept[name] = value;
  }
  return kept;
}

function isSecretName(name: string): name is keyof Secrets {
  return Object.hasOwn(makers, name);
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
