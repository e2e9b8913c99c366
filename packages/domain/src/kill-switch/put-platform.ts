import { sql } from 'drizzle-orm';
import type { KillSwitch } from '@sms-crm/contracts/kill-switch';
import { liveTopic } from '@sms-crm/contracts/live';
import { platformKillSwitch, tenants } from '@sms-crm/db/tables/access';
import { withSystem, type Transaction } from '@sms-crm/db/transaction';
import { audit } from '../context/audit.ts';
import { wakePump, withTransaction, type Context } from '../context/context.ts';
import { onPlatform } from '../context/on-platform.ts';
import { countOfPlatform } from './at-carrier.ts';
import { requirePlatformAdmin } from './platform-admin.ts';
import { readSwitches } from './read.ts';

/** Tenants whose open pages are told at once; the others see it when they ask next. */
const mostTold = 1_000;

/** Throws or lifts the switch of the whole installation; see `putKillSwitch`. */
export async function putPlatformSwitch(
  ctx: Context,
  { on, reason }: { on: boolean; reason: string },
): Promise<{ items: KillSwitch[]; atCarrier: number }> {
  await requirePlatformAdmin(ctx);
  const atCarrier = await countOfPlatform(ctx.services);
  const changed = await onPlatform(ctx, async (ctx) => {
    const moved = on ? await turnOn(ctx, ctx.tx.db, reason) : await turnOff(ctx.tx.db);
    if (moved) {
      await audit(ctx, {
        action: on ? 'kill-switch.on' : 'kill-switch.off',
        target: { type: 'platform', id: null },
        after: { reason, atCarrier },
      });
    }
    return moved;
  });
  if (changed) await tellEveryone(ctx);
  const items = await withTransaction(ctx, async (ctx) => {
    if (changed && !on) wakePump(ctx);
    return readSwitches(ctx);
  });
  return { items, atCarrier };
}

async function turnOn(ctx: Context, db: Transaction, reason: string): Promise<boolean> {
  const thrown = await db
    .insert(platformKillSwitch)
    .values({ reason, thrownBy: ctx.actor.label, thrownAt: ctx.services.clock.now() })
    .onConflictDoNothing()
    .returning({ on: platformKillSwitch.oneRow });
  return thrown.length > 0;
}

async function turnOff(db: Transaction): Promise<boolean> {
  const { rowCount } = await db.execute(sql`delete from platform_kill_switch`);
  return rowCount === 1;
}

/** What cannot be told is seen at the next look; the switch itself stands in the database. */
async function tellEveryone(ctx: Context): Promise<void> {
  const all = await withSystem(ctx.services.system, (db) =>
    db.select({ id: tenants.id }).from(tenants).limit(mostTold),
  );
  const told = await Promise.allSettled(
    all.map(({ id }) => ctx.services.signal(id, [liveTopic.killSwitch()])),
  );
  const missed = told.filter(({ status }) => status === 'rejected').length;
  if (missed > 0) ctx.log.warn({ missed }, 'open pages of some tenants were not told of the platform switch');
}
