import { sql, type SQL } from 'drizzle-orm';
import { gateApplies, gateOrder, type GateName, type MessageKind } from '@sms-crm/contracts/gates';
import { budgetGate } from './budget.ts';
import { campaignStateGate } from './campaign-state.ts';
import type { CapacityGate } from './capacity-gate.ts';
import { consentGate } from './consent.ts';
import { doNotContactGate, isDoNotContact } from './do-not-contact.ts';
import type { Gate, GateAnswer, GateFacts } from './gate.ts';
import { killSwitchGate } from './kill-switch.ts';
import { quietHoursGate } from './quiet-hours.ts';
import { rateLimitGate } from './rate-limit.ts';
import { suppressionGate } from './suppression.ts';
import { warmUpGate } from './warm-up.ts';

/** The gates that stand, in the order that decides which refusal is recorded. */
export const gateChain: readonly Gate[] = [
  killSwitchGate,
  campaignStateGate,
  doNotContactGate,
  consentGate,
  suppressionGate,
  quietHoursGate,
].toSorted((a, b) => gateOrder.indexOf(a.name) - gateOrder.indexOf(b.name));

/** The gates over quantities, asked for a whole claim after the others. */
export const capacityGates: readonly CapacityGate[] = [budgetGate, warmUpGate, rateLimitGate].toSorted(
  (a, b) => gateOrder.indexOf(a.name) - gateOrder.indexOf(b.name),
);

/** Without these no text may reach a real carrier. */
const requiredForRealCarriers: readonly GateName[] = ['quiet-hours', 'budget', 'rate-limit'];

export type ChainAnswer = { answer: GateAnswer; gate: Gate | null };

/** Asks every gate that applies to the kind, in order; the first that does not pass decides. */
export function askGates(kind: MessageKind, facts: GateFacts): ChainAnswer {
  for (const gate of gateChain) {
    if (!gateApplies[gate.name][kind]) continue;
    const answer = gate.decide(facts);
    if (answer.type !== 'pass') return { answer, gate };
  }
  return { answer: { type: 'pass' }, gate: null };
}

/** Gates a real carrier needs and the chain does not hold. */
export function missingGates(
  chain: readonly { name: GateName }[] = [...gateChain, ...capacityGates],
): GateName[] {
  return requiredForRealCarriers.filter((name) => !chain.some((gate) => gate.name === name));
}

/**
 * The permanent refusals of the chain as one SQL expression over a contact row, for a whole audience at once:
 * the reason, or null when the contact may be texted. It answers as `askGates` does; a test compares both.
 */
export function skipReasonSql(
  kind: MessageKind,
  contact: { phone: SQL; consent: SQL; suppressed: SQL<string | null>; quietNever: SQL; simulated?: boolean },
): SQL<string | null> {
  const listed = { kind: sql`${kind}::text`, simulated: contact.simulated ?? true };
  const checks: SQL[] = [];
  if (gateApplies['do-not-contact'][kind]) {
    checks.push(sql`when ${isDoNotContact(contact.phone, listed)} then 'do_not_contact'`);
  }
  if (gateApplies.consent[kind]) {
    checks.push(sql`when ${contact.consent} = 'unknown' then 'consent_unknown'`);
    checks.push(sql`when ${contact.consent} = 'revoked' then 'consent_revoked'`);
  }
  const never = gateApplies['quiet-hours'][kind]
    ? sql`case when ${contact.quietNever} then 'no_common_window' end`
    : sql`null::text`;
  const last = gateApplies.suppression[kind] ? sql`coalesce(${contact.suppressed}, ${never})` : never;
  return checks.length === 0
    ? sql<string | null>`${last}`
    : sql<string | null>`case ${sql.join(checks, sql` `)} else ${last} end`;
}
