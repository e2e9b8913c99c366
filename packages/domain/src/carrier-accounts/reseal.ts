import { and, eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { withSystem } from '@sms-crm/db/transaction';
import { isSealedAnew, open, seal } from '../access/seal.ts';
import type { Services, Settings } from '../context/context.ts';

/**
 * Seals every token of every tenant with the present encryption key that was sealed with the one before it. Doing it again changes nothing;
 * a token that somebody replaces meanwhile is left alone.
 *
 * @returns how many accounts were sealed anew
 * @throws Error when a token was sealed with neither key
 */
export async function resealTokens({
  system,
  settings,
}: Pick<Services, 'system' | 'settings'>): Promise<number> {
  return withSystem(system, async (db) => {
    const rows = await db.select().from(carrierAccounts);
    let count = 0;
    for (const row of rows) {
      const authTokenSealed = anew(settings, row.authTokenSealed);
      const formerTokenSealed = row.formerTokenSealed === null ? null : anew(settings, row.formerTokenSealed);
      if (authTokenSealed === row.authTokenSealed && formerTokenSealed === row.formerTokenSealed) continue;
      const { rowCount } = await db
        .update(carrierAccounts)
        .set({ authTokenSealed, formerTokenSealed })
        .where(and(eq(carrierAccounts.id, row.id), eq(carrierAccounts.authTokenSealed, row.authTokenSealed)));
      count += rowCount ?? 0;
    }
    return count;
  });
}

function anew(settings: Settings, sealed: string): string {
  return isSealedAnew(settings, sealed) ? sealed : seal(settings, open(settings, sealed));
}
