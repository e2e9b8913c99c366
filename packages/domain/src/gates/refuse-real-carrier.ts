import type { GateName } from '@sms-crm/contracts/gates';
import { missingGates } from './chain.ts';

/**
 * Stops a sender from talking to a real carrier while gates are missing that protect money and people.
 *
 * @param carrierOrigin where texts would go
 * @param simulatorOrigin where the built-in simulator is, null when there is none
 * @param missing what is missing; read from the chain itself
 * @throws Error naming the missing gates
 */
export function refuseRealCarrier(
  carrierOrigin: string,
  simulatorOrigin: string | null,
  missing: readonly GateName[] = missingGates(),
): void {
  if (missing.length === 0) return;
  if (simulatorOrigin !== null && isSimulator(new URL(carrierOrigin), new URL(simulatorOrigin))) return;
  throw new Error(
    `Texts would go to ${new URL(carrierOrigin).origin}, but these gates are not in the chain yet: ${missing.join(', ')}. ` +
      `Without them only the built-in simulator may be used: set CARRIER_BASE_URL to SIMULATOR_URL.`,
  );
}

/** The same server, whatever name of this machine it is called by; Twilio's own hosts are never it. */
function isSimulator(carrier: URL, simulator: URL): boolean {
  if (/(^|\.)twilio\.com$/i.test(carrier.hostname)) return false;
  return (
    hostOf(carrier) === hostOf(simulator) &&
    carrier.port === simulator.port &&
    carrier.protocol === simulator.protocol
  );
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

function hostOf({ hostname }: URL): string {
  return loopbackNames.has(hostname) ? 'localhost' : hostname;
}

/**
 * Stops texts to people while gates are missing that protect money and them.
 *
 * @throws Error naming the missing gates
 */
export function refuseWithoutGates(missing: readonly GateName[] = missingGates()): void {
  if (missing.length === 0) return;
  throw new Error(`Nobody may be texted: these gates are not in the chain yet: ${missing.join(', ')}.`);
}
