import { inArray } from 'drizzle-orm';
import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { skipReasonWords } from '@sms-crm/contracts/reasons';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import type { TxContext } from '../context/context.ts';
import type { Audience } from './read-audience.ts';
import type { AudienceSample } from './sample-audience.ts';

/** Who of an audience is left out, by reason, with the names of the rules that do. */
export async function excludedBy(
  ctx: TxContext,
  { byReason, byRule }: Audience,
  { problems }: AudienceSample,
): Promise<CampaignPreview['excluded']> {
  const counts = new Map(byReason);
  for (const [reason, count] of problems) counts.set(reason, Math.round(count));
  const names = await ruleNames(
    ctx,
    byRule.map(({ ruleId }) => ruleId),
  );
  return [...counts].map(([reason, count]) => ({
    reason,
    words: skipReasonWords[reason],
    count,
    rules: byRule
      .filter((rule) => rule.reason === reason)
      .map((rule) => ({ id: rule.ruleId, name: names.get(rule.ruleId) ?? '', count: rule.count })),
  }));
}

async function ruleNames(ctx: TxContext, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select({ id: suppressionRules.id, name: suppressionRules.name })
    .from(suppressionRules)
    .where(inArray(suppressionRules.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
