import { isIP } from 'node:net';
import type { Settings } from '../context/context.ts';
import { proofProblem } from '../net/installation-proof.ts';
import { isPrivateAddress } from '../net/private-address.ts';
import type { Outside } from './setup-port.ts';

/** Names that lead nowhere for others. */
const localNames = /(^|\.)(localhost|local|internal|lan|home|test|example|invalid)$/i;

const fix = 'Set PUBLIC_API_URL to an https address that the internet can reach, and restart.';

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
  return proofProblem(settings.publicApiUrl, settings, { outside, words: { program: 'the API', fix } });
}
