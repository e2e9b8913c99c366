import { and, eq, inArray, sql } from 'drizzle-orm';
import type { KillSwitch, PutKillSwitch } from '@sms-crm/contracts/kill-switch';
import { liveTopic } from '@sms-crm/contracts/live';
import { killSwitches } from '@sms-crm/db/tables/access';
import { campaignHourly, campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { memberEmails } from '../access/member-emails.ts';
import { mail } from '../outbox/mail.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { readSwitches } from './read.ts';

/** Whoever may change the organisation is told when its sending was stopped. */
const toldPermission = 'settings:write';

type Halted = { scope: 'tenant' | 'campaign'; id: string; name: string };

/**
 * Throws or lifts the kill switch of the tenant or of one campaign. Doing it twice changes nothing.
 *
 * @returns the switches that are on now, and how many texts the carrier still holds: those can still arrive
 * @throws DomainError `not_found` when there is no such campaign
 */
export async function putKillSwitch(
  ctx: Context,
  input: PutKillSwitch,
): Promise<{ items: KillSwitch[]; atCarrier: number }> {
  requirePermission(ctx, 'kill-switch:use');
  const told = input.on ? await memberEmails(ctx, toldPermission) : [];
  return withTransaction(ctx, async (ctx) => {
    const halted = await findHalted(ctx, input);
    const atCarrier = await countAtCarrier(ctx, halted);
    const changed = input.on ? await turnOn(ctx, halted, input.reason) : await turnOff(ctx, halted);
    if (changed) {
      await audit(ctx, {
        action: input.on ? 'kill-switch.on' : 'kill-switch.off',
        target: { type: halted.scope, id: halted.id },
        after: { reason: input.reason, atCarrier },
      });
      await mail(
        ctx,
        told.map((to) => noticeTo(to, { halted, reason: input.reason, atCarrier, by: ctx.actor.label })),
      );
      signal(ctx, liveTopic.killSwitch());
      if (!input.on) wakePump(ctx);
      if (halted.scope === 'campaign') signal(ctx, liveTopic.campaign(halted.id));
    }
    return { items: await readSwitches(ctx), atCarrier };
  });
}

async function findHalted(ctx: TxContext, input: PutKillSwitch): Promise<Halted> {
  if (input.scope === 'tenant') {
    const { id, name } = await tenantSettings(ctx);
    return { scope: 'tenant', id, name };
  }
  const [campaign] = await ctx.tx.db
    .select({ id: campaigns.id, name: campaigns.name })
    .from(campaigns)
    .where(eq(campaigns.id, input.id));
  if (campaign === undefined) throw notFound('campaign');
  return { scope: 'campaign', ...campaign };
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

/** Texts handed over whose end is not known: from the counters, never from the messages. */
async function countAtCarrier(ctx: TxContext, halted: Halted): Promise<number> {
  const [row] = await ctx.tx.db
    .select({ sum: sql<string>`coalesce(sum(${campaignHourly.value}), 0)` })
    .from(campaignHourly)
    .where(
      and(
        eq(campaignHourly.metric, 'status'),
        inArray(campaignHourly.detail, ['accepted', 'sent']),
        halted.scope === 'campaign' ? eq(campaignHourly.campaignId, halted.id) : undefined,
      ),
    );
  return Math.max(0, Number(row?.sum ?? 0));
}

function noticeTo(
  to: string,
  { halted, reason, atCarrier, by }: { halted: Halted; reason: string; atCarrier: number; by: string },
): { to: string; subject: string; text: string } {
  const what = halted.scope === 'tenant' ? `all sending of ${halted.name}` : `the campaign ${halted.name}`;
  return {
    to,
    subject: `Stopped: ${what}`,
    text:
      `${by} threw the kill switch for ${what}.\n\nReason: ${reason}\n\n` +
      `The carrier still held ${atCarrier} texts at that moment; those can still arrive. Nothing else is sent until the switch is lifted under Settings.\n`,
  };
}
