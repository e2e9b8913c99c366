import { z } from 'zod';
import { id, label, timestamp } from './scalars.ts';

/** Where the kill switch halts sending. */
export const killScopes = ['platform', 'tenant', 'campaign', 'number'] as const;
export const killScope = z.enum(killScopes);

export const killSwitch = z.object({
  scope: killScope,
  id,
  name: z.string(),
  reason: z.string(),
  by: z.string(),
  at: timestamp,
});
export type KillSwitch = z.infer<typeof killSwitch>;

/** The switches that are on now. */
export const killSwitches = z.object({ items: z.array(killSwitch) });

/** `id` names the campaign; a tenant's switch needs none. A reason is asked for when it goes on. */
export const putKillSwitch = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('tenant'), on: z.boolean(), reason: label(300) }),
  z.object({ scope: z.literal('campaign'), id, on: z.boolean(), reason: label(300) }),
]);
export type PutKillSwitch = z.infer<typeof putKillSwitch>;

/** `atCarrier`: texts already handed over whose delivery is not reported yet; those can still arrive. */
export const putKillSwitchResult = z.object({ items: z.array(killSwitch), atCarrier: z.int() });
