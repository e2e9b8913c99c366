import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { AtCarrierQuery } from '@sms-crm/contracts/kill-switch';
import { campaignHourly } from '@sms-crm/db/tables/campaigns';
import { numberDaily } from '@sms-crm/db/tables/sending';
import { withSystem } from '@sms-crm/db/transaction';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type Services, type TxContext } from '../context/context.ts';
import { findHalted, type Halted } from './halted.ts';
import { requirePlatformAdmin } from './platform-admin.ts';

/** Carriers try for ten hours at most; with the time zones, what was booked before this many days ago is over. */
const daysAtCarrier = 2;
const dayMs = 86_400_000;

/**
 * Texts handed over whose end is not reported: what a switch thrown now could not hold back.
 *
 * @throws DomainError `not_found` when there is no such campaign or number
 */
export async function readAtCarrier(ctx: Context, query: AtCarrierQuery): Promise<{ atCarrier: number }> {
  requirePermission(ctx, 'kill-switch:read');
  if (query.scope === 'platform') {
    await requirePlatformAdmin(ctx);
    return { atCarrier: await countOfPlatform(ctx.services) };
  }
  const named = { scope: query.scope, id: query.id ?? ctx.tenantId };
  return withTransaction(ctx, async (ctx) => ({
    atCarrier: await countAtCarrier(ctx, await findHalted(ctx, named)),
  }));
}

/** The same for what is halted, from the counters, never from the messages. */
export async function countAtCarrier(ctx: TxContext, { scope, id }: Halted): Promise<number> {
  if (scope === 'campaign') return countOfCampaign(ctx, id);
  const own = scope === 'number' ? eq(numberDaily.numberId, id) : undefined;
  const [row] = await ctx.tx.db
    .select({ sum: openTexts })
    .from(numberDaily)
    .where(and(gte(numberDaily.day, firstDay(ctx.services)), own));
  return Math.max(0, Number(row?.sum ?? 0));
}

/** The same over all tenants. */
export async function countOfPlatform(services: Services): Promise<number> {
  return withSystem(services.system, async (db) => {
    const [row] = await db
      .select({ sum: openTexts })
      .from(numberDaily)
      .where(gte(numberDaily.day, firstDay(services)));
    return Math.max(0, Number(row?.sum ?? 0));
  });
}

const openTexts = sql<string>`coalesce(sum(${numberDaily.handedOver} - ${numberDaily.delivered} - ${numberDaily.failed}), 0)`;

function firstDay({ clock }: Services): string {
  return new Date(clock.now().getTime() - daysAtCarrier * dayMs).toISOString().slice(0, 10);
}

async function countOfCampaign(ctx: TxContext, campaignId: string): Promise<number> {
  const [row] = await ctx.tx.db
    .select({ sum: sql<string>`coalesce(sum(${campaignHourly.value}), 0)` })
    .from(campaignHourly)
    .where(
      and(
        eq(campaignHourly.metric, 'status'),
        inArray(campaignHourly.detail, ['accepted', 'sent']),
        eq(campaignHourly.campaignId, campaignId),
      ),
    );
  return Math.max(0, Number(row?.sum ?? 0));
}
