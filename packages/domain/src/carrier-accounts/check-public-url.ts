import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Settings } from '../context/context.ts';
import { isPrivateAddress } from '../net/private-address.ts';
import type { Outside } from './setup-port.ts';

/** What `/health` takes as a nonce. */
export const noncePattern = /^[0-9a-f]{32}$/;

/** Names that lead nowhere for others. */
const localNames = /(^|\.)(localhost|local|internal|lan|home|test|example|invalid)$/i;

const fix = 'Set PUBLIC_API_URL to an https address that the internet can reach, and restart.';

/** What only this installation can say of a nonce. */
export function proofOf({ callbackSecret }: Pick<Settings, 'callbackSecret'>, nonce: string): string {
  return createHmac('sha256', callbackSecret).update(`health ${nonce}`).digest('hex');
}

/**
 * Asks this installation for a proof through its own public address, the one that carriers post to.
 *
 * @returns null when it answers there, else what is wrong and the fix
 */
export async function publicUrlProblem(
  settings: Pick<Settings, 'publicApiUrl' | 'callbackSecret'>,
  outside: Outside,
): Promise<string | null> {
  const { protocol, hostname, origin } = new URL(settings.publicApiUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (localNames.test(host)) return `${origin} is a name for this machine or network alone. ${fix}`;
  if (protocol !== 'https:') {
    return `${origin} is not encrypted, and what people write passes through it. ${fix}`;
  }
  const addresses = isIP(host) === 0 ? await outside.addressesOf(host) : [host];
  if (addresses.length === 0) return `The name ${host} has no address. Check its DNS entry. ${fix}`;
  const hidden = addresses.find((address) => isPrivateAddress(address));
  if (hidden !== undefined) {
    return `${host} leads to ${hidden}, which the internet cannot reach. ${fix}`;
  }
  return answerProblem(settings, outside);
}

async function answerProblem(
  settings: Pick<Settings, 'publicApiUrl' | 'callbackSecret'>,
  outside: Outside,
): Promise<string | null> {
  const nonce = randomBytes(16).toString('hex');
  const url = `${settings.publicApiUrl}/health`;
  try {
    const { status, body } = await outside.get(`${url}?nonce=${nonce}`);
    if (status !== 200) {
      return `${url} answers ${status}. Check that the proxy in front passes requests on to the API.`;
    }
    if (holdsProof(body, proofOf(settings, nonce))) return null;
    return `Something else than this installation answers at ${url}. Check DNS and the proxy in front. ${fix}`;
  } catch {
    return `${url} does not answer. Check DNS, certificate, firewall and the proxy in front.`;
  }
}

function holdsProof(body: string, expected: string): boolean {
  const found = /"proof":"([0-9a-f]{64})"/.exec(body)?.[1];
  return found !== undefined && timingSafeEqual(Buffer.from(found), Buffer.from(expected));
}
