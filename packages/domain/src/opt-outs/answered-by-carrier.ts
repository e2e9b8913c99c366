import type { StopConfirmer } from '@sms-crm/contracts/numbers';

/**
 * The words that the carrier or the toll-free network answers by itself, only as the single word. "STOP PLEASE" is none of them,
 * so nobody but us would confirm it. Source: Twilio's default opt-out handling of long codes and of toll-free numbers.
 */
const answered: Readonly<Record<StopConfirmer, ReadonlySet<string>>> = {
  carrier: new Set(
    'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE START YES UNSTOP HELP INFO'.split(' '),
  ),
  network: new Set(['STOP', 'START', 'UNSTOP']),
  self: new Set(),
};

/** Whether somebody else has answered this text, so that we must not. */
export function answeredByCarrier(confirmer: StopConfirmer, body: string): boolean {
  return answered[confirmer].has(body.trim().toUpperCase());
}
