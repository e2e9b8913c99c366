import { isPrivateAddress } from '../net/private-address.ts';
import { proofProblem } from '../net/installation-proof.ts';
import type { Services } from '../context/context.ts';

/** Asks the world whether a domain leads to this installation. @returns null when it does, else what is wrong and the fix */
export async function linkDomainProblem(
  { setup: { outside }, settings }: Pick<Services, 'setup' | 'settings'>,
  host: string,
): Promise<string | null> {
  const addresses = await outside.addressesOf(host);
  if (addresses.length === 0) {
    return `The name ${host} has no address. Let its DNS entry lead to this installation’s redirect process.`;
  }
  const hidden = addresses.find((address) => isPrivateAddress(address));
  if (hidden !== undefined)
    return `${host} leads to ${hidden}, which recipients cannot reach. Change its DNS entry.`;
  const words = { program: 'the redirect process', fix: `Let ${host} lead to this installation.` };
  return proofProblem(`https://${host}`, settings, { outside, words });
}
