import { z } from 'zod';
import { numberSchema, webhookUrl, type SendingNumber } from './number.ts';

/** Progress of a 10DLC campaign as the carrier words it. */
const campaignStatuses = ['PENDING', 'IN_PROGRESS', 'VERIFIED', 'FAILED', 'SUSPENDED'] as const;

export const serviceSchema = z.strictObject({
  sid: z.string().regex(/^MG[0-9a-fA-F]{32}$/, 'must be MG and 32 hex digits'),
  friendlyName: z.string().max(64).default('Messaging service'),
  /** The account's numbers it sends from; a number belongs to one service. */
  numbers: z.array(z.string().max(16)).max(400).default([]),
  /** Its 10DLC campaign; null when none was ever registered. */
  campaignStatus: z.enum(campaignStatuses).nullable().default('VERIFIED'),
  statusCallback: webhookUrl.nullable().default(null),
});

export const accountSchema = z
  .strictObject({
    sid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hex digits'),
    token: z.string().min(1).max(128),
    friendlyName: z.string().max(64).default('Simulated account'),
    status: z.enum(['active', 'suspended', 'closed']).default('active'),
    type: z.enum(['Trial', 'Full']).default('Full'),
    numbers: z.array(numberSchema).max(1_000).default([]),
    services: z.array(serviceSchema).max(100).default([]),
    /** Requests open at once and requests per second; beyond them 429 with error 20429. Null sets no limit. */
    limits: z
      .strictObject({
        concurrent: z.int().min(1).max(10_000).nullable().default(null),
        perSecond: z.number().positive().max(100_000).nullable().default(null),
      })
      .prefault({}),
  })
  .refine(({ numbers, services }) => areMembers(numbers, services), {
    path: ['services'],
    message: 'a service has only numbers of the account, and a number belongs to one service',
  });

export type AccountInput = z.output<typeof accountSchema>;
export type MessagingService = z.infer<typeof serviceSchema>;

export type Account = Readonly<{
  sid: string;
  token: string;
  friendlyName: string;
  status: AccountInput['status'];
  type: AccountInput['type'];
  /** The only `Authorization` header the account's requests may carry. */
  authorization: Buffer;
  /** Only the account book changes it. */
  numbers: Map<string, SendingNumber>;
  services: ReadonlyMap<string, MessagingService>;
  limits: AccountInput['limits'];
  createdAtMs: number;
}>;

function areMembers(numbers: readonly SendingNumber[], services: readonly MessagingService[]): boolean {
  const own = new Set(numbers.map(({ phone }) => phone));
  const members = services.flatMap((service) => service.numbers);
  return members.every((phone) => own.has(phone)) && new Set(members).size === members.length;
}
