import { z } from 'zod';
import { id, label, timestamp } from './scalars.ts';

/** Where the kill switch halts sending. */
export const killScopes = ['platform', 'tenant', 'campaign', 'number'] as const;
export const killScope = z.enum(killScopes);
export type KillScope = z.infer<typeof killScope>;

/** The code of the launch blocker that a switch of this scope is. */
export function killBlockerCode(scope: KillScope): string {
  return `${scope}_kill_switch`;
}

/** Launch blockers that may be gone when a scheduled moment comes. */
export const passingBlockers: readonly string[] = killScopes.map(killBlockerCode);

/** `id` names the tenant, campaign or number; the switch of the whole installation has none. */
export const killSwitch = z.object({
  scope: killScope,
  id: id.nullable(),
  name: z.string(),
  reason: z.string(),
  by: z.string(),
  at: timestamp,
});
export type KillSwitch = z.infer<typeof killSwitch>;

/** The switches that are on now, and whether the caller may throw the one of the whole installation. */
export const killSwitches = z.object({ items: z.array(killSwitch), mayUsePlatform: z.boolean() });
export type KillSwitches = z.infer<typeof killSwitches>;

/** `id` names the campaign or the number. A reason is asked for when it goes on. */
export const putKillSwitch = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('tenant'), on: z.boolean(), reason: label(300) }),
  z.object({ scope: z.literal('campaign'), id, on: z.boolean(), reason: label(300) }),
  z.object({ scope: z.literal('number'), id, on: z.boolean(), reason: label(300) }),
  z.object({ scope: z.literal('platform'), on: z.boolean(), reason: label(300) }),
]);
export type PutKillSwitch = z.infer<typeof putKillSwitch>;

/** `atCarrier`: texts already handed over whose delivery is not reported yet; those can still arrive. */
export const putKillSwitchResult = z.object({ items: z.array(killSwitch), atCarrier: z.int() });

/** What a switch could not hold back if it were thrown now; `id` as in `PUT`. */
export const atCarrierQuery = z.strictObject({ scope: killScope, id: id.optional() });
export type AtCarrierQuery = z.infer<typeof atCarrierQuery>;
export const atCarrierAnswer = z.object({ atCarrier: z.int() });
