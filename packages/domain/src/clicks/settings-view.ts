import { desc } from 'drizzle-orm';
import type { ClickSettings } from '@sms-crm/contracts/clicks';
import { clickReclassifications, countryDatabases } from '@sms-crm/db/tables/clicks';
import type { TxContext } from '../context/context.ts';
import { reclassificationView } from './reclassification-view.ts';
import { readRules, type Figures, type Rules } from './rules.ts';

/** The settings as the API shows them. */
export async function settingsView(ctx: TxContext): Promise<ClickSettings> {
  const rules = await readRules(ctx);
  const [database] = await ctx.tx.db.select().from(countryDatabases).limit(1);
  const [run] = await ctx.tx.db
    .select()
    .from(clickReclassifications)
    .orderBy(desc(clickReclassifications.id))
    .limit(1);
  return {
    ...figuresOf(rules),
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

/** What of the rules a tenant sets. */
export function figuresOf({ ipMode, tooEarlyMs, burstTexts, burstMs, duplicateMs }: Rules): Figures {
  return { ipMode, tooEarlyMs, burstTexts, burstMs, duplicateMs };
}
