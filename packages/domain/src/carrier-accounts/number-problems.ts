import type { RegistrationState } from '@sms-crm/contracts/carrier-accounts';
import type { ListedNumber } from './setup-port.ts';

/** Phones named in one sentence. */
const mostNamed = 3;

/**
 * How far a number's registration is. Texts to the US from a long code need a 10DLC campaign, those from a toll-free number a
 * verification (Twilio 30034, 30032); short codes are registered before they are leased, numbers elsewhere need none of these.
 */
export function registrationStateOf({ registration, type, phone }: ListedNumber): RegistrationState {
  if (registration !== null) return registration.status;
  if (type === 'short-code' || (type === 'long-code' && !phone.startsWith('+1'))) return 'not-needed';
  return 'missing';
}

/** Whether a number posts its texts to `url`, however often it would try. */
export function pointsTo({ smsUrl, overriddenBy }: ListedNumber, url: string): boolean {
  return smsUrl !== null && placeOf(smsUrl) === placeOf(url) && overriddenBy === null;
}

function placeOf(url: string): string {
  return url.split('#')[0] ?? '';
}

/** What is wrong with the addresses of imported numbers, and the fix; null when all post here. */
export function webhookProblem(
  imported: readonly string[],
  listed: readonly ListedNumber[],
  url: string,
): string | null {
  const lacking = unknownProblem(imported, listed);
  if (lacking !== null) return lacking;
  const own = listed.filter(({ phone }) => imported.includes(phone));
  const overridden = own.find(({ overriddenBy }) => overriddenBy !== null);
  if (overridden !== undefined) return `${overridden.phone}: ${overridden.overriddenBy}`;
  const elsewhere = own.filter((number) => !pointsTo(number, url)).map(({ phone }) => phone);
  if (elsewhere.length === 0) return null;
  return `${named(elsewhere)} post their texts elsewhere, so a STOP would not arrive here. Import them again under Numbers.`;
}

/** Which imported numbers the carriers did not approve, and the fix; null when all may text. */
export function registrationProblem(
  imported: readonly string[],
  listed: readonly ListedNumber[],
): string | null {
  const lacking = unknownProblem(imported, listed);
  if (lacking !== null) return lacking;
  const bad = listed.filter(
    (number) =>
      imported.includes(number.phone) && !['approved', 'not-needed'].includes(registrationStateOf(number)),
  );
  const [first] = bad;
  if (first === undefined) return null;
  const state = registrationStateOf(first);
  const phones = named(
    bad.filter((number) => registrationStateOf(number) === state).map(({ phone }) => phone),
  );
  const what = first.type === 'toll-free' ? 'toll-free verification' : '10DLC campaign';
  if (state === 'pending') {
    return `The ${what} of ${phones} is still being looked at by the carriers. Check again when they have approved it.`;
  }
  if (state === 'suspended') {
    return `The carriers rejected or suspended the ${what} of ${phones}. Settle that at the carrier, or remove these numbers.`;
  }
  return `${phones} have no ${what}, without which texts to the US fail. Register them at the carrier, or remove them here.`;
}

function unknownProblem(imported: readonly string[], listed: readonly ListedNumber[]): string | null {
  if (imported.length === 0) return 'No number is chosen yet. Choose numbers first.';
  const gone = imported.filter((phone) => !listed.some((number) => number.phone === phone));
  if (gone.length === 0) return null;
  return `The carrier does not list ${named(gone)} for this account any more. Remove them here.`;
}

function named(phones: readonly string[]): string {
  const first = phones.slice(0, mostNamed).join(', ');
  return phones.length > mostNamed ? `${first} and ${phones.length - mostNamed} more` : first;
}
