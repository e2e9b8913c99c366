import type { NumberType, StopConfirmer } from '@sms-crm/contracts/numbers';

export type DemoNumber = {
  phone: string;
  type: NumberType;
  rateParts: number;
  isDefault: boolean;
  stopConfirmer: StopConfirmer;
};

/** The demo owner; signs in by the link that the start prints, there is no password. */
export const demoOwner = { name: 'Demo owner', email: 'owner@demo.example' };

/** The tenant newcomers work in: a warmed short code by default, beside the two other usual types. */
export const firstTenant = {
  name: 'Harbor Coffee',
  helpContact: 'help@harbor-coffee.example',
  numbers: [
    { phone: '72345', type: 'short-code', rateParts: 100, isDefault: true, stopConfirmer: 'self' },
    { phone: '+12125550142', type: '10dlc', rateParts: 12, isDefault: false, stopConfirmer: 'carrier' },
    { phone: '+18005550199', type: 'toll-free', rateParts: 3, isDefault: false, stopConfirmer: 'network' },
  ] satisfies DemoNumber[],
};

/** A second tenant, to see that tenants see nothing of each other. */
export const secondTenant = {
  name: 'Northside Books',
  helpContact: 'help@northside-books.example',
  numbers: [
    { phone: '84567', type: 'short-code', rateParts: 100, isDefault: true, stopConfirmer: 'self' },
  ] satisfies DemoNumber[],
};

/** Where both tenants live. */
export const demoPlace = { timeZone: 'America/New_York', defaultCountry: 'US' };
