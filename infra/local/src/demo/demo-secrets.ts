import { createHmac } from 'node:crypto';

/**
 * Keys of the demo ground follow from the installation's own secret, so that they stay the same over restarts
 * although the database holds only their hashes.
 *
 * @param purpose what the secret is for; another purpose gives another secret
 */
export function demoSecret(installationSecret: string, purpose: string): Buffer {
  return createHmac('sha256', installationSecret).update(`demo ground: ${purpose}`).digest();
}
