import { eq } from 'drizzle-orm';
import { gateApplies, type GateName, type MessageKind } from '@sms-crm/contracts/gates';
import type { GateLine } from '@sms-crm/contracts/messages';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import type { TxContext } from '../context/context.ts';
import { gateWords } from './gate-words.ts';

/** What one gate says about a message: that nothing stands against it, unless `more` says else. */
export function line(gate: GateName, kind: MessageKind, more: Partial<GateLine> = {}): GateLine {
  const applies = gateApplies[gate][kind];
  return {
    gate,
    words: gateWords[gate],
    applies,
    answer: applies ? 'passed' : 'does-not-apply',
    detail: applies ? 'Nothing stands against it' : 'Does not apply to this kind of text',
    ruleVersion: null,
    until: null,
    ...(applies ? more : {}),
  };
}

/** The name of a tenant's rule, as long as it is there. */
export async function ruleName(ctx: TxContext, ruleId: string | null): Promise<string | null> {
  if (ruleId === null) return null;
  const [rule] = await ctx.tx.db
    .select({ name: suppressionRules.name })
    .from(suppressionRules)
    .where(eq(suppressionRules.id, ruleId));
  return rule?.name ?? null;
}
