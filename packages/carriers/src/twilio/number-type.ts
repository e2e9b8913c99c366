import type { ListedNumber } from '@sms-crm/domain/carrier-accounts/setup-port';

/** Toll-free area codes of the North American numbering plan (Somos, in service or reserved). */
const tollFree = /^\+18(00|22|33|44|55|66|77|88)\d{7}$/;

export function isTollFree(phone: string): boolean {
  return tollFree.test(phone);
}

/** What kind of sender a phone number is. @param registered whether a 10DLC campaign stands behind it */
export function typeOf(phone: string, registered: boolean): ListedNumber['type'] {
  if (isTollFree(phone)) return 'toll-free';
  return registered ? '10dlc' : 'long-code';
}
