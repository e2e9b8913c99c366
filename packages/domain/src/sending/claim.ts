import type { MessageKind } from '@sms-crm/contracts/gates';
import { withTransaction, type Context } from '../context/context.ts';
import type { NumberRow } from '../numbers/find.ts';
import { addCounts, statusDeltas } from '../reports/counters.ts';
import { lockBatch, type BatchRow } from './batch-row.ts';
import { readScene } from './claim-scene.ts';
import { putBack, skipDeltas, writeClaim, writeSkips, type Passed } from './claim-writes.ts';
import { concludeBatch } from './conclude.ts';
import { judge } from './judge.ts';
import { readQueued } from './read-queued.ts';

/** A message that is claimed: its row says `sending`, its text is final, its request may start. */
export type ClaimedMessage = {
  id: string;
  campaignId: string | null;
  phone: string;
  kind: MessageKind;
  attempt: number;
  body: string;
  parts: number;
  costMicros: number;
};

export type Claim = { batch: BatchRow; number: NumberRow; claimNumber: number; messages: ClaimedMessage[] };

/**
 * Takes a batch that was offered: asks the gates for each of its queued messages, renders those that pass and marks them `sending`
 * under a lease, all in one transaction.
 *
 * @returns undefined when there is nothing to send: the offer is an older one, the batch is halted, or nobody passed the gates
 */
export async function claimBatch(
  ctx: Context,
  input: { batchId: string; offer: number },
): Promise<Claim | undefined> {
  return withTransaction(ctx, async (ctx) => {
    const batch = await lockBatch(ctx, input.batchId);
    if (batch?.state !== 'offered' || batch.offer !== input.offer) return undefined;
    const scene = await readScene(ctx, batch);
    const queued = await readQueued(ctx, batch, scene.template.fields);
    const verdicts = queued.map((message) => judge(ctx, message, scene));
    const halted = verdicts.find((verdict) => verdict.type === 'halt');
    if (halted !== undefined) return putBack(ctx, batch, halted.reason);
    const skipped = verdicts.filter((verdict) => verdict.type === 'skip');
    const passed = verdicts.filter((verdict) => verdict.type === 'send');
    await writeSkips(ctx, skipped);
    if (scene.number === undefined || passed.length === 0) {
      await addCounts(ctx, skipDeltas(skipped));
      await concludeBatch(ctx, batch);
      return undefined;
    }
    const claimNumber = await writeClaim(ctx, batch, scene.number, passed);
    await addCounts(ctx, [...skipDeltas(skipped), ...claimDeltas(passed)]);
    return { batch, number: scene.number, claimNumber, messages: passed.map(claimed) };
  });
}

function claimDeltas(passed: readonly Passed[]) {
  return statusDeltas(
    passed.map(({ message }) => ({ campaignId: message.campaignId, from: 'queued', to: 'sending' })),
  );
}

function claimed({ message, text }: Passed): ClaimedMessage {
  return {
    id: message.id,
    campaignId: message.campaignId,
    phone: message.phone,
    kind: message.kind,
    attempt: message.attempt,
    body: text.body,
    parts: text.parts,
    costMicros: text.costMicros,
  };
}
