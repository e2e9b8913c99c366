import { z } from 'zod';
import { pageOf } from './paging.ts';
import { id, label, timestamp } from './scalars.ts';

export const registrationKinds = ['10dlc', 'toll-free', 'short-code'] as const;
export const registrationKind = z.enum(registrationKinds);
export type RegistrationKind = z.infer<typeof registrationKind>;

export const registrationStatuses = ['pending', 'approved', 'suspended'] as const;
export const registrationStatus = z.enum(registrationStatuses);

/**
 * What US carriers allow a 10DLC campaign by the trust score of its brand. `rateParts`: parts a second over AT&T, T-Mobile and Verizon together
 * (Twilio's published 75/40/4 each, 1.25 each for low volume); `dailyCapParts`: T-Mobile's parts a day, which turn over at midnight in
 * America/Los_Angeles (2,000, 10,000, 40,000 or 200,000 a brand; 1,000 for sole proprietors). As published in 2025.
 */
export const registrationTierLimits = {
  'score-75-100': { words: 'Trust score 75 to 100', rateParts: 225, dailyCapParts: 200_000 },
  'score-50-74': { words: 'Trust score 50 to 74', rateParts: 120, dailyCapParts: 40_000 },
  'score-25-49': { words: 'Trust score 25 to 49', rateParts: 12, dailyCapParts: 10_000 },
  'score-1-24': { words: 'Trust score 1 to 24', rateParts: 12, dailyCapParts: 2_000 },
  'low-volume': { words: 'Low volume', rateParts: 3.75, dailyCapParts: 2_000 },
  'sole-proprietor': { words: 'Sole proprietor', rateParts: 1, dailyCapParts: 1_000 },
} as const satisfies Record<string, { words: string; rateParts: number; dailyCapParts: number }>;

export const registrationTiers = [
  'score-75-100',
  'score-50-74',
  'score-25-49',
  'score-1-24',
  'low-volume',
  'sole-proprietor',
] as const satisfies readonly (keyof typeof registrationTierLimits)[];
export const registrationTier = z.enum(registrationTiers);
export type RegistrationTier = z.infer<typeof registrationTier>;

/** The name or id by which registrations of one brand know each other, whatever the case of its letters. */
const brand = label(120);

/** What a carrier lets a group of numbers do. Only a 10DLC campaign has a tier; its rate and cap follow from it. */
export const registration = z.object({
  id,
  carrierAccountId: id,
  kind: registrationKind,
  name: z.string(),
  status: registrationStatus,
  tier: registrationTier.nullable(),
  /** Whose it is; T-Mobile counts its day over all registrations of one brand. Null stands alone. */
  brand: z.string().nullable(),
  /** Parts a second over all its numbers; null is no limit of its own. */
  rateParts: z.number().nullable(),
  dailyCapParts: z.int().nullable(),
  /** Parts that all registrations of the brand used today, and when the day turns over. */
  usedParts: z.int(),
  capTurnsAt: timestamp,
  numbers: z.int(),
  /** Whether the carrier approved it for texts that are no marketing. */
  transactional: z.boolean(),
});
export type Registration = z.infer<typeof registration>;
export const registrationPage = pageOf(registration);

export const createRegistration = z.object({
  carrierAccountId: id,
  kind: registrationKind,
  name: label(120),
  status: registrationStatus.default('pending'),
  tier: registrationTier.nullable().default(null),
  brand: brand.nullable().optional(),
  transactional: z.boolean().optional(),
});
export type CreateRegistration = z.infer<typeof createRegistration>;

/** Numbers of a registration that is not approved are stopped, since carriers bill and block what they send. */
export const updateRegistration = z.object({
  name: label(120).optional(),
  status: registrationStatus.optional(),
  tier: registrationTier.nullable().optional(),
  brand: brand.nullable().optional(),
  transactional: z.boolean().optional(),
});
export type UpdateRegistration = z.infer<typeof updateRegistration>;
