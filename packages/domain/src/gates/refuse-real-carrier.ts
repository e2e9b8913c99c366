import { missingGates } from './chain.ts';

/**
 * Stops a sender from talking to a real carrier while gates are missing that protect money and people.
 *
 * @param carrierOrigin where texts would go
 * @param simulatorOrigin where the built-in simulator is, null when there is none
 * @throws Error naming the missing gates
 */
export function refuseRealCarrier(carrierOrigin: string, simulatorOrigin: string | null): void {
  const missing = missingGates();
  if (missing.length === 0) return;
  const isTwilio = /(^|\.)twilio\.com$/i.test(new URL(carrierOrigin).hostname);
  if (
    !isTwilio &&
    simulatorOrigin !== null &&
    new URL(carrierOrigin).origin === new URL(simulatorOrigin).origin
  )
    return;
  throw new Error(
    `Texts would go to ${new URL(carrierOrigin).origin}, but these gates are not in the chain yet: ${missing.join(', ')}. ` +
      `Without them only the built-in simulator may be used: set CARRIER_BASE_URL to SIMULATOR_URL.`,
  );
}
