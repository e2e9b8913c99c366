import type { NumberType } from '@sms-crm/contracts/numbers';
import type { CarrierCredentials } from '../context/ports.ts';

/** How an account stands at its carrier. */
export type CarrierAccountState = {
  status: 'active' | 'suspended' | 'closed';
  /** Whether it may only text phones that were verified at the carrier. */
  trial: boolean;
};

/** A number as the carrier lists it. */
export type ListedNumber = {
  carrierNumberId: string;
  phone: string;
  type: NumberType;
  name: string;
  /** Where texts to it are posted; null when nowhere. */
  smsUrl: string | null;
  /** Why its own address is not used, where the carrier is told to post elsewhere; null else. */
  overriddenBy: string | null;
  /** Null where there is none. */
  registration: {
    carrierSid: string;
    kind: '10dlc' | 'toll-free';
    name: string;
    status: 'pending' | 'approved' | 'suspended';
    /** What the carrier calls the brand it belongs to; null where there is none. */
    brand: string | null;
  } | null;
};

/** The carrier's answer to a question about an account, when it is no answer to the question. */
export class CarrierSetupError extends Error {
  override readonly name = 'CarrierSetupError';
  /** `credentials`: the SID or the token is wrong; `refused`: another refusal; `away`: no readable answer. */
  readonly kind: 'credentials' | 'refused' | 'away';

  constructor(kind: CarrierSetupError['kind'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}

/** What is asked of an account before it goes live. Every call throws `CarrierSetupError` alone. */
export type CarrierSetup = {
  account: () => Promise<CarrierAccountState>;
  /** All numbers that can text, at most 1,000 and as many short codes. */
  numbers: () => Promise<ListedNumber[]>;
  /** Lets texts to a number be posted to `url`, and answers what the carrier says afterwards. */
  pointTexts: (number: Pick<ListedNumber, 'carrierNumberId' | 'type'>, url: string) => Promise<string | null>;
};

export type CarrierSetupLookup = (credentials: CarrierCredentials) => CarrierSetup;

/** The world as this process sees it. Only addresses that are to lead to this installation are ever asked. */
export type Outside = {
  /** IP addresses behind a host name; empty when there are none. */
  addressesOf: (host: string) => Promise<string[]>;
  /** What the TXT records of a name say; empty when there are none. */
  txtRecordsOf: (name: string) => Promise<string[]>;
  /** Asks an address, follows no redirect, and ends after 10 s; rejects without an answer. */
  get: (url: string) => Promise<{ status: number; body: string }>;
};

export type SetupTools = { carrier: CarrierSetupLookup; outside: Outside };
