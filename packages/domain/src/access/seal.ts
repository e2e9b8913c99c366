import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Settings } from '../context/context.ts';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const version = 'v1';

type Key = Pick<Settings, 'encryptionKey' | 'formerEncryptionKey'>;

/**
 * Encrypts a secret for storage (AES-256-GCM): `v1.<key id>.<iv>.<tag and ciphertext>`, each base64url.
 *
 * @throws Error when the key is not 32 bytes in base64
 */
export function seal(settings: Key, text: string): string {
  const key = keyOf(settings);
  const iv = randomBytes(ivBytes);
  const encrypt = createCipheriv(cipher, key, iv, { authTagLength: tagBytes });
  encrypt.setAAD(Buffer.from(idOf(key)));
  const body = Buffer.concat([encrypt.update(text, 'utf8'), encrypt.final()]);
  const parts = [iv, Buffer.concat([encrypt.getAuthTag(), body])].map((part) => part.toString('base64url'));
  return [version, idOf(key), ...parts].join('.');
}

/**
 * Decrypts what `seal` made with this key or the one before it.
 *
 * @throws Error when it was sealed with another key or was changed since
 */
export function open(settings: Key, sealed: string): string {
  const [form, keyId, iv, rest] = sealed.split('.');
  if (form !== version || iv === undefined || rest === undefined) {
    throw new Error('A stored secret has an unknown form; enter it again in the settings.');
  }
  const key = keysOf(settings).find((one) => idOf(one) === keyId);
  if (key === undefined || keyId === undefined) {
    throw new Error(
      `A stored secret was sealed with the key ${keyId ?? ''}, this process has ${idOf(keyOf(settings))}. Set FORMER_ENCRYPTION_KEY to the former key.`,
    );
  }
  const bytes = Buffer.from(rest, 'base64url');
  const decrypt = createDecipheriv(cipher, key, Buffer.from(iv, 'base64url'), { authTagLength: tagBytes });
  decrypt.setAAD(Buffer.from(keyId));
  decrypt.setAuthTag(bytes.subarray(0, tagBytes));
  return Buffer.concat([decrypt.update(bytes.subarray(tagBytes)), decrypt.final()]).toString('utf8');
}

/** Whether a secret was sealed with the present key. */
export function isSealedAnew(settings: Key, sealed: string): boolean {
  return sealed.split('.')[1] === idOf(keyOf(settings));
}

function keysOf({ encryptionKey, formerEncryptionKey }: Key): Buffer[] {
  return [encryptionKey, formerEncryptionKey]
    .filter((key) => key !== undefined)
    .map((key) => keyOf({ encryptionKey: key }));
}

function keyOf({ encryptionKey }: Key): Buffer {
  const key = Buffer.from(encryptionKey, 'base64');
  if (key.length !== 32) throw new Error('ENCRYPTION_KEY must be 32 bytes in base64.');
  return key;
}

/** Names a key without telling anything about it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
