import type { TxContext } from '../context/context.ts';
import { askGates } from '../gates/chain.ts';
import type { Scene } from './claim-scene.ts';
import { textOf, type MessageText } from './message-text.ts';
import type { QueuedMessage } from './read-queued.ts';

/** What the gates and the text itself say about one queued message. */
export type Verdict =
  | { type: 'halt'; reason: string; message: QueuedMessage }
  | { type: 'skip'; reason: string; message: QueuedMessage }
  | { type: 'send'; text: MessageText; message: QueuedMessage };

/** Asks the gates in their order, then renders the text. */
export function judge(ctx: TxContext, message: QueuedMessage, scene: Scene): Verdict {
  const { answer } = askGates(message.kind, {
    ...scene.facts,
    doNotContact: message.doNotContact,
    consent: message.consent,
  });
  if (answer.type === 'halt' || answer.type === 'defer')
    return { type: 'halt', reason: answer.reason, message };
  if (answer.type === 'skip') return { type: 'skip', reason: answer.reason, message };
  if (isTooLate(ctx, scene.sendBefore)) return { type: 'skip', reason: 'too_late', message };
  if (scene.number === undefined) return { type: 'skip', reason: 'no_number', message };
  const text = textOf(message, scene, ctx.services.settings.shortLinkOrigin);
  return text.problem === null
    ? { type: 'send', text, message }
    : { type: 'skip', reason: text.problem, message };
}

/** Whether the moment before which the batch must be at the carrier has passed. */
function isTooLate(ctx: TxContext, sendBefore: Date | null): boolean {
  return sendBefore !== null && sendBefore <= ctx.services.clock.now();
}
