import { liveTopic } from '@sms-crm/contracts/live';
import { signal, type TxContext } from '../context/context.ts';

/** Tells open inboxes that these threads changed, and where they stand in the lists. */
export function announceThreads(ctx: TxContext, ids: readonly string[]): void {
  if (ids.length > 0) signal(ctx, liveTopic.inbox());
  for (const id of ids) signal(ctx, liveTopic.conversation(id));
}
