import { eq } from 'drizzle-orm';
import type { KillSwitch, PutKillSwitch } from '@sms-crm/contracts/kill-switch';
import { liveTopic } from '@sms-crm/contracts/live';
import { killSwitches } from '@sms-crm/db/tables/access';
import { memberEmails } from '../access/member-emails.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { mail } from '../outbox/mail.ts';
import { countAtCarrier } from './at-carrier.ts';
import { findHalted, type Halted } from './halted.ts';
import { noticeTo } from './notice.ts';
import { putPlatformSwitch } from './put-platform.ts';
import { readSwitches } from './read.ts';

/** Whoever may change the organisation is told when its sending was stopped. */
const toldPermission = 'settings:write';

/**
 * Throws or lifts the kill switch of the installation, the tenant, a campaign or a number. Doing it twice changes nothing.
 *
 * @returns the switches that are on now, and how many texts the carrier still holds: those can still arrive
 * @throws DomainError `not_found` when there is no such campaign or number; `permission_missing` for the installation's switch
 */
export async function putKillSwitch(
  ctx: Context,
  input: PutKillSwitch,
): Promise<{ items: KillSwitch[]; atCarrier: number }> {
  requirePermission(ctx, 'kill-switch:use');
  if (input.scope === 'platform') return putPlatformSwitch(ctx, input);
  const named = { scope: input.scope, id: input.scope === 'tenant' ? ctx.tenantId : input.id };
  const told = input.on ? await memberEmails(ctx, toldPermission) : [];
  return withTransaction(ctx, async (ctx) => {
    const halted = await findHalted(ctx, named);
    const atCarrier = await countAtCarrier(ctx, halted);
    const changed = input.on ? await turnOn(ctx, halted, input.reason) : await turnOff(ctx, halted);
    if (changed) {
      await audit(ctx, {
        action: input.on ? 'kill-switch.on' : 'kill-switch.off',
        target: { type: halted.scope, id: halted.id },
        after: { reason: input.reason, atCarrier },
      });
      const { scope } = halted;
      const notice = { scope, what: wordsOf(halted), reason: input.reason, atCarrier, by: ctx.actor.label };
      await mail(
        ctx,
        told.map((to) => noticeTo(to, notice)),
      );
      signal(ctx, liveTopic.killSwitch());
      if (!input.on) wakePump(ctx);
      if (halted.scope === 'campaign') signal(ctx, liveTopic.campaign(halted.id));
    }
    return { items: await readSwitches(ctx), atCarrier };
  });
}

async function turnOn(ctx: TxContext, { scope, id }: Halted, reason: string): Promise<boolean> {
  const thrown = await ctx.tx.db
    .insert(killSwitches)
    .values({
      tenantId: ctx.tenantId,
      id,
      scope,
      reason,
      thrownBy: ctx.actor.label,
      thrownAt: ctx.services.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: killSwitches.id });
  return thrown.length > 0;
}

async function turnOff(ctx: TxContext, { id }: Halted): Promise<boolean> {
  const lifted = await ctx.tx.db
    .delete(killSwitches)
    .where(eq(killSwitches.id, id))
    .returning({ id: killSwitches.id });
  return lifted.length > 0;
}

function wordsOf({ scope, name }: Halted): string {
  if (scope === 'tenant') return `all sending of ${name}`;
  return scope === 'number' ? `the sending number ${name}` : `the campaign ${name}`;
}
