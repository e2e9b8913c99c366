import { countWithin, type CapacityGate } from './capacity-gate.ts';

/** No faster than number, registration, carrier account and tenant allow, nor beyond the carrier's cap of the day. */
export const rateLimitGate: CapacityGate = {
  name: 'rate-limit',
  version: 1,
  allow: (texts, { carrierCap, rate }) => {
    const ofDay = countWithin(
      texts.map(({ parts }) => parts),
      carrierCap.amount,
    );
    return ofDay < rate.amount
      ? { count: ofDay, reason: 'carrier_cap', until: carrierCap.until }
      : { count: Math.min(texts.length, rate.amount), reason: 'rate_limit', until: rate.until };
  },
};
