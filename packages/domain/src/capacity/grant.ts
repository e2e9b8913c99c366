import { gateApplies, type MessageKind } from '@sms-crm/contracts/gates';
import type { Allowance, CapacityGate, Limits, TextCost } from '../gates/capacity-gate.ts';
import { capacityGates } from '../gates/chain.ts';

export type Grant = {
  /** How many of the texts, from the first, may go. */
  count: number;
  /** What the others wait for; null when all may go. */
  rest: (Allowance & { gate: CapacityGate }) | null;
};

/** Grants the first texts that every capacity gate of their kind allows; the first gate in order that allows the fewest names the reason. */
export function grant(kind: MessageKind, texts: readonly TextCost[], limits: Limits): Grant {
  let rest: Grant['rest'] = null;
  for (const gate of capacityGates) {
    if (!gateApplies[gate.name][kind]) continue;
    const allowance = gate.allow(texts, limits);
    if (allowance.count < (rest?.count ?? texts.length)) rest = { ...allowance, gate };
  }
  return { count: rest?.count ?? texts.length, rest };
}
