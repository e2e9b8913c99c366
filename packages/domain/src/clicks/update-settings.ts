import { sql } from 'drizzle-orm';
import type { ClickSettings, UpdateClickSettings } from '@sms-crm/contracts/clicks';
import { clickSettings } from '@sms-crm/db/tables/clicks';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { clicksLock } from './lock.ts';
import { readRules, type Figures } from './rules.ts';
import { figuresOf, settingsView } from './settings-view.ts';

/**
 * Changes how clicks are judged and kept from now on. Past ones stay as they were judged until they are judged again, and as they
 * were kept: what was cut or hashed cannot be brought back.
 */
export async function updateClickSettings(ctx: Context, input: UpdateClickSettings): Promise<ClickSettings> {
  requirePermission(ctx, 'links:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, clicksLock);
    const before = figuresOf(await readRules(ctx));
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

/** Without the fields left out, which a spread would write as undefined. */
function definedOf(input: UpdateClickSettings): Partial<Figures> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
