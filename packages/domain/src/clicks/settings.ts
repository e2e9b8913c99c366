import { desc, sql } from 'drizzle-orm';
import type { ClickSettings, UpdateClickSettings } from '@sms-crm/contracts/clicks';
import { clickReclassifications, clickSettings, countryDatabases } from '@sms-crm/db/tables/clicks';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { clicksLock } from './lock.ts';
import { readRules, type Figures, type Rules } from './rules.ts';
import { reclassificationView } from './reclassification-view.ts';

/** How this tenant's clicks are judged and kept. */
export async function getClickSettings(ctx: Context): Promise<ClickSettings> {
  requirePermission(ctx, 'links:read');
  return withTransaction(ctx, settingsView);
}

/**
 * Changes how clicks are judged and kept from now on. Past ones stay as they were judged until they are judged again, and as they
 * were kept: what was cut or hashed cannot be brought back.
 */
export async function updateClickSettings(ctx: Context, input: UpdateClickSettings): Promise<ClickSettings> {
  requirePermission(ctx, 'links:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, clicksLock);
    const before = told(await readRules(ctx));
    const after = { ...before, ...definedOf(input) };
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      await ctx.tx.db
        .insert(clickSettings)
        .values({ tenantId: ctx.tenantId, ...after, version: 2 })
        .onConflictDoUpdate({
          target: clickSettings.tenantId,
          set: { ...after, version: sql`${clickSettings.version} + 1` },
        });
      await audit(ctx, {
        action: 'click-settings.update',
        target: { type: 'click-settings', id: null },
        before,
        after,
      });
    }
    return settingsView(ctx);
  });
}

async function settingsView(ctx: TxContext): Promise<ClickSettings> {
  const rules = await readRules(ctx);
  const [database] = await ctx.tx.db.select().from(countryDatabases).limit(1);
  const [run] = await ctx.tx.db
    .select()
    .from(clickReclassifications)
    .orderBy(desc(clickReclassifications.id))
    .limit(1);
  return {
    ...told(rules),
    rules: rules.name,
    countryDatabase:
      database === undefined
        ? null
        : {
            name: database.name,
            bytes: database.bytes,
            type: database.type,
            builtAt: database.builtAt.toISOString(),
            uploadedAt: database.createdAt.toISOString(),
          },
    lastReclassification: run === undefined ? null : reclassificationView(run),
  };
}

function told({ ipMode, tooEarlyMs, burstTexts, burstMs, duplicateMs }: Rules): Figures {
  return { ipMode, tooEarlyMs, burstTexts, burstMs, duplicateMs };
}

/** Without the fields left out, which a spread would write as undefined. */
function definedOf(input: UpdateClickSettings): Partial<Figures> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
