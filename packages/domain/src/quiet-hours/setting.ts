import { eq, sql } from 'drizzle-orm';
import type { QuietHours, QuietHoursSetting, QuietLaw } from '@sms-crm/contracts/quiet-hours';
import { tenants } from '@sms-crm/db/tables/access';
import { wakeSingles } from '../capacity/wake-waiting.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { placeName } from './describe.ts';
import { noNarrowing } from './narrowing.ts';
import { splitRegion } from './place.ts';
import type { QuietRule } from './rule.ts';
import { requireRoom } from './require-room.ts';
import { quietRules } from './rules.ts';
import { readNarrowing } from './tenant-narrowing.ts';

/** The law's hours by region, and what the tenant narrows them to. */
export async function getQuietHours(ctx: Context): Promise<QuietHours> {
  requirePermission(ctx, 'campaigns:read');
  return withTransaction(ctx, async (ctx) => view(settingOf(readNarrowing(await tenantSettings(ctx)))));
}

/**
 * Narrows the hours in which the tenant texts; what waits is given its next opening by the pump.
 *
 * @throws DomainError `invalid_input` for hours that leave nothing of the law's
 */
export async function putQuietHours(ctx: Context, input: QuietHoursSetting): Promise<QuietHours> {
  requirePermission(ctx, 'settings:write');
  return withTransaction(ctx, async (ctx) => {
    const settings = await tenantSettings(ctx);
    requireRoom(settings.defaultCountry, input);
    const before = settingOf(readNarrowing(settings));
    await ctx.tx.db.update(tenants).set({ quietHours: input }).where(eq(tenants.id, ctx.tenantId));
    await closeWindows(ctx);
    await wakeSingles(ctx, ['quiet_hours']);
    await audit(ctx, {
      action: 'quiet-hours.update',
      target: { type: 'tenant', id: ctx.tenantId },
      before,
      after: input,
    });
    wakePump(ctx);
    return view(input);
  });
}

/** Ends the windows of what is open, so that the next round of the pump works them out anew. */
async function closeWindows(ctx: TxContext): Promise<void> {
  const now = ctx.services.clock.now().toISOString();
  await ctx.tx.db.execute(sql`
    update message_batches set send_before = ${now}::timestamptz,
      next_at = case when waits_for = 'quiet_hours' then null else next_at end
    where id in (
      select id from message_batches
      where state = 'open' and recipient_zone is not null and send_before is not null order by id for no key update)`);
}

function settingOf(narrowing: ReturnType<typeof readNarrowing>): QuietHoursSetting {
  const { from, to, closedWeekdays, closedDates } = narrowing ?? noNarrowing;
  return { from, to, closedWeekdays: [...closedWeekdays], closedDates: [...closedDates] };
}

function view(setting: QuietHoursSetting): QuietHours {
  return { setting, laws: quietRules.map(lawOf) };
}

function lawOf(rule: QuietRule): QuietLaw {
  const { region, week, holidays, maxPerDay, since, source, asOf } = rule;
  return {
    region,
    name: nameOf(rule),
    week: [...week],
    holidays: holidays !== null,
    maxPerDay,
    since,
    source,
    asOf,
  };
}

function nameOf({ region, holdsFor }: QuietRule): string {
  if (region === '*') return 'other countries';
  const name = placeName(splitRegion(region));
  return holdsFor === 'all' ? name : `${name}, state not known`;
}
