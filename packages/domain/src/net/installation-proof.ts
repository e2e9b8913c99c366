import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../context/context.ts';
import type { Outside } from '../carrier-accounts/setup-port.ts';

/** What `/health` takes as a nonce. */
export const noncePattern = /^[0-9a-f]{32}$/;

type Secret = Pick<Settings, 'callbackSecret'>;

/** What only this installation can say of a nonce. */
export function proofOf({ callbackSecret }: Secret, nonce: string): string {
  return createHmac('sha256', callbackSecret).update(`health ${nonce}`).digest('hex');
}

/**
 * Asks a public address for a proof that this installation answers there.
 *
 * @param base without a slash at the end
 * @param words.program what should answer there; `words.fix`: what to do when something else does
 * @returns null when it does, else what is wrong and the fix
 */
export async function proofProblem(
  base: string,
  secret: Secret,
  { outside, words }: { outside: Outside; words: { program: string; fix: string } },
): Promise<string | null> {
  const nonce = randomBytes(16).toString('hex');
  const url = `${base}/health`;
  try {
    const { status, body } = await outside.get(`${url}?nonce=${nonce}`);
    if (status !== 200) {
      return `${url} answers ${status}. Check that the proxy in front passes requests on to ${words.program}.`;
    }
    if (holdsProof(body, proofOf(secret, nonce))) return null;
    return `Something else than this installation answers at ${url}. Check DNS and the proxy in front. ${words.fix}`;
  } catch {
    return `${url} does not answer. Check DNS, certificate, firewall and the proxy in front.`;
  }
}

function holdsProof(body: string, expected: string): boolean {
  const found = /"proof":"([0-9a-f]{64})"/.exec(body)?.[1];
  return found !== undefined && timingSafeEqual(Buffer.from(found), Buffer.from(expected));
}
