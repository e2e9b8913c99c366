import { DomainError } from '../context/errors.ts';
import { CarrierSetupError, type CarrierSetup } from './setup-port.ts';

/**
 * Asks the carrier whether an account's credentials are good.
 *
 * @returns null when they are, else what is wrong and the fix
 * @throws CarrierSetupError when the carrier gives no readable answer
 */
export async function credentialsProblem(setup: CarrierSetup): Promise<string | null> {
  try {
    const { status, trial } = await setup.account();
    if (status !== 'active') {
      return `The carrier says that this account is ${status}. Settle that with the carrier, then check again.`;
    }
    if (trial)
      return 'This is a trial account, which texts nobody but verified phones. Upgrade it at the carrier.';
    return null;
  } catch (error) {
    if (!(error instanceof CarrierSetupError) || error.kind !== 'credentials') throw error;
    return 'The carrier does not know this account SID with this token. Copy both again from the carrier’s console.';
  }
}

/**
 * Makes sure that credentials are good before they are kept.
 *
 * @throws DomainError `invalid_input` when they are not, `unavailable` when the carrier does not say
 */
export async function requireGoodCredentials(setup: CarrierSetup): Promise<void> {
  const problem = await orUnavailable(() => credentialsProblem(setup));
  if (problem === null) return;
  throw new DomainError('invalid_input', {
    detail: problem,
    fields: [{ field: 'authToken', detail: 'was refused by the carrier' }],
  });
}

/**
 * Runs questions to the carrier on behalf of somebody who waits for the answer.
 *
 * @throws DomainError `unavailable` when the carrier does not answer, `blocked` when it refuses
 */
export async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CarrierSetupError)) throw error;
    if (error.kind === 'away') {
      throw new DomainError('unavailable', {
        detail: `The carrier did not answer (${error.message}). Check that this server reaches the internet, or try again in a moment.`,
        cause: error,
      });
    }
    throw new DomainError('blocked', {
      detail: `The carrier refused: ${error.message}. Check the account at the carrier, then try again.`,
      cause: error,
    });
  }
}
