import { z } from 'zod';
import { killSwitch } from './kill-switch.ts';
import { permission } from './permissions.ts';
import { id, label, timestamp, timeZone, verbatim } from './scalars.ts';

/** Who is signed in, where, and what they may do: what every page needs. */
export const session = z.object({
  actor: z.object({ type: z.enum(['user', 'api-key']), id, name: z.string(), email: z.string().nullable() }),
  tenant: z.object({
    id,
    name: z.string(),
    /** What marketing texts name as their sender. */
    brandName: z.string(),
    timeZone: z.string(),
    defaultCountry: z.string(),
  }),
  tenants: z.array(z.object({ id, name: z.string() })),
  role: z.object({ key: z.string(), name: z.string() }),
  permissions: z.array(permission),
  killSwitches: z.array(killSwitch),
  /** What a short link of this installation looks like, as long as every one of them. */
  sampleLink: z.string(),
  /** Set when texts go to the built-in simulator: the address of its page and the demo clock. */
  simulator: z.object({ url: z.string(), recipientTime: z.string().nullable() }).nullable(),
});
export type Session = z.infer<typeof session>;

/** Whether this installation still waits for its first owner. */
export const setupState = z.object({ needed: z.boolean() });

/** The first visit of an empty installation makes the owner and the tenant. */
export const setup = z.object({
  organisation: label(120),
  name: label(100),
  email: z.email().max(254),
  password: verbatim.min(12, 'Use at least 12 characters').max(128),
  timeZone: timeZone.default('America/New_York'),
});
export type Setup = z.infer<typeof setup>;
export const setupResult = z.object({ tenantId: id });

/** A share of the last 7 days' texts that is over the line at which carriers and recipients object. */
export const healthWarning = z.object({
  code: z.enum(['carrier_violation', 'blocked', 'opt_outs']),
  share: z.number(),
  limit: z.number(),
  detail: z.string(),
  fix: z.string(),
});
export type HealthWarning = z.infer<typeof healthWarning>;

/** What keeps texts or links from working until a person mends it. */
export const trouble = z.object({
  code: z.enum(['account_stopped', 'link_domain_failing']),
  detail: z.string(),
  fix: z.string(),
});
export type Trouble = z.infer<typeof trouble>;

/** Numbers of the last days over all campaigns, for the dashboard. */
export const overviewQuery = z.strictObject({ from: timestamp.optional(), to: timestamp.optional() });
export const overview = z.object({
  from: timestamp,
  to: timestamp,
  handedOver: z.int(),
  delivered: z.int(),
  undelivered: z.int(),
  failed: z.int(),
  replies: z.int(),
  optOuts: z.int(),
  clicksHuman: z.int(),
  clicksAll: z.int(),
  costMicros: z.int(),
  contacts: z.int(),
  /** What is wrong with the texts of the last 7 days, whatever range was asked for. */
  warnings: z.array(healthWarning),
  troubles: z.array(trouble),
  daily: z.array(
    z.object({ day: z.iso.date(), handedOver: z.int(), delivered: z.int(), clicksHuman: z.int() }),
  ),
});
export type Overview = z.infer<typeof overview>;
