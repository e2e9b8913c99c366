import type { SkipReason, WaitReason } from '@sms-crm/contracts/reasons';
import type { GateName, MessageKind } from '@sms-crm/contracts/gates';
import type { TxContext } from '../context/context.ts';
import type { Footers } from '../campaigns/read-footers.ts';
import { askGates } from '../gates/chain.ts';
import type { Gate } from '../gates/gate.ts';
import type { Scene, Sender } from './claim-scene.ts';
import { textOf, type MessageText } from './message-text.ts';
import type { QueuedMessage } from './read-queued.ts';
import type { RecipientFacts } from './recipient-facts.ts';

/** The rule that refused or deferred, as it is stored. */
export type Rule = { gate: GateName | null; version: number; id?: string | null };

/** What the gates and the text itself say about one queued message. */
export type Verdict =
  | { type: 'halt'; reason: WaitReason; rule: Rule; message: QueuedMessage }
  | { type: 'skip'; reason: SkipReason; rule: Rule; message: QueuedMessage }
  | { type: 'defer'; reason: WaitReason; until: Date; rule: Rule; message: QueuedMessage }
  | { type: 'send'; text: MessageText; message: QueuedMessage };

/** What an account may send before it is live: what its owner tries, and what people who wrote to it must be answered. */
const beforeLive: readonly MessageKind[] = ['test', 'help', 'opt-out-confirmation'];

/** Whether a number may send this: its account is live or need not be, and the campaign was started for such a one. */
function mayUse({ account, live }: Sender, { campaign }: Scene, kind: MessageKind): boolean {
  if (account.inSetup && !beforeLive.includes(kind)) return false;
  return campaign === undefined || campaign.simulated === !live;
}

/** Refusals of the text itself carry no gate. */
const ownRule: Rule = { gate: null, version: 1 };

/** The gate itself, or the tenant's rule that it asked. */
function ruleOf(gate: Gate | null, { suppressedBy }: RecipientFacts): Rule {
  if (gate === null) return ownRule;
  if (gate.name !== 'suppression' || suppressedBy === null) return { gate: gate.name, version: gate.version };
  return { gate: gate.name, version: suppressedBy.version, id: suppressedBy.ruleId };
}

/** Asks the gates in their order, then renders the text. */
export function judge(
  ctx: TxContext,
  message: QueuedMessage,
  scene: Scene & { sendBefore: Date | null; footers: Footers },
  facts: RecipientFacts,
): Verdict {
  const { answer, gate } = askGates(message.kind, {
    ...scene.facts,
    doNotContact: message.doNotContact,
    consent: message.consent,
    ...facts,
  });
  const rule = ruleOf(gate, facts);
  if (answer.type !== 'pass') return { ...answer, rule, message };
  const skip = (reason: SkipReason): Verdict => ({ type: 'skip', reason, rule: ownRule, message });
  if (scene.sendBefore !== null && scene.sendBefore <= ctx.services.clock.now()) return skip('too_late');
  if (scene.sender === undefined) return skip('no_number');
  if (!mayUse(scene.sender, scene, message.kind)) return skip('account_not_live');
  if (scene.sender.halted !== null) {
    return { type: 'halt', reason: scene.sender.halted, rule: { gate: 'rate-limit', version: 1 }, message };
  }
  const text = textOf(message, scene);
  return text.problem === null ? { type: 'send', text, message } : skip(text.problem);
}
