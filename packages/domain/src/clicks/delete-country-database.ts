import { countryDatabases } from '@sms-crm/db/tables/clicks';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { clicksLock, countryDatabaseLock } from './lock.ts';

/** Takes the tenant's table of countries away; countries come from the installation's again. */
export async function deleteCountryDatabase(ctx: Context): Promise<void> {
  requirePermission(ctx, 'links:write');
  await withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, countryDatabaseLock);
    await lockForTenant(ctx, clicksLock);
    const [row] = await ctx.tx.db.delete(countryDatabases).returning();
    if (row === undefined) return;
    await audit(ctx, {
      action: 'country-database.delete',
      target: { type: 'country-database', id: row.id },
      before: { name: row.name, bytes: row.bytes, type: row.type },
    });
  });
}
