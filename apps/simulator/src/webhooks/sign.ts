import { hash } from 'node:crypto';
import { escape } from 'node:querystring';
import type { Params } from './webhook-call.ts';

/** Block of SHA-1, bytes. */
const blockSize = 64;

/** Keys remembered; a simulator of one installation has a handful of accounts. */
const mostKeys = 1_000;

type Key = { inner: Buffer; outer: Buffer };

const keys = new Map<string, Key>();

/**
 * Form body and `X-Twilio-Signature` of a webhook: HMAC-SHA1 by the token over the address without fragment and
 * all parameters in the order of their names, each name followed by its value. Two one-shot hashes make
 * the HMAC: objects of `createHmac` cost a tenth of a callback to collect.
 */
export function signed(url: string, params: Params, token: string): { body: string; signature: string } {
  let body = '';
  let text = url;
  for (const name of Object.keys(params).toSorted(byCodeUnit)) {
    const value = params[name] ?? '';
    body += `${body === '' ? '' : '&'}${escape(name)}=${escape(value)}`;
    text += name + value;
  }
  const { inner, outer } = keyOf(token);
  const digest = hash('sha1', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
  return { body, signature: hash('sha1', Buffer.concat([outer, digest]), 'base64') };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function keyOf(token: string): Key {
  const known = keys.get(token);
  if (known !== undefined) return known;
  if (keys.size >= mostKeys) keys.clear();
  const bytes = Buffer.from(token);
  const short = bytes.length > blockSize ? hash('sha1', bytes, 'buffer') : bytes;
  const padded = Buffer.concat([short, Buffer.alloc(blockSize - short.length)]);
  const key = { inner: padded.map((byte) => byte ^ 0x36), outer: padded.map((byte) => byte ^ 0x5c) };
  const made = { inner: Buffer.from(key.inner), outer: Buffer.from(key.outer) };
  keys.set(token, made);
  return made;
}
