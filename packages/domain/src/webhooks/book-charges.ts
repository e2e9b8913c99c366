import type { Released, ReleasedMoney } from '../capacity/release.ts';
import type { TxContext } from '../context/context.ts';
import { readSenders } from '../errors/senders.ts';
import { writeLedger, type LedgerStep } from '../ledger/write.ts';
import type { MessageState } from './report-status.ts';

/** A text whose hand-over a report proved before our own request did; `message` is what it was before. */
export type Booked = { sourceId: string; message: MessageState };

/** What later charges take of budget and days: negative amounts for `releaseMoney` and `releaseParts`. */
export type LateCharges = { money: ReleasedMoney[]; parts: Released[] };

/**
 * Books in the ledger what these texts cost: out of their reservation while it stands; where it was given back already, as a later charge.
 */
export async function bookCharges(ctx: TxContext, booked: readonly Booked[]): Promise<LateCharges> {
  if (booked.length === 0) return { money: [], parts: [] };
  const senders = await readSenders(
    ctx,
    booked.map(({ message }) => message.numberId),
  );
  const steps = new Map<string, LedgerStep>();
  const parts: Released[] = [];
  for (const { sourceId, message } of booked) {
    const { budgetDay } = message;
    if (budgetDay === null) continue;
    const reserved = message.status === 'sending' || message.status === 'unknown';
    const kind = reserved ? 'settle' : 'drift';
    const simulated = senders.get(message.numberId ?? '')?.simulated ?? true;
    const key = `${kind} ${budgetDay} ${simulated}`;
    const step = steps.get(key) ?? { kind, sourceId, micros: 0, budgetDay, simulated };
    steps.set(key, { ...step, micros: step.micros + message.reservedMicros });
    if (!reserved) parts.push(...takenParts(message, { budgetDay, simulated }));
  }
  await writeLedger(ctx, [...steps.values()]);
  const money = [...steps.values()]
    .filter(({ kind }) => kind === 'drift')
    .map(({ budgetDay, micros, simulated }) => ({ budgetDay, micros: -micros, simulated }));
  return { money, parts };
}

function takenParts(
  { numberId, claimedAt, parts, reservedMicros }: MessageState,
  booked: { budgetDay: string; simulated: boolean },
): Released[] {
  if (numberId === null || claimedAt === null) return [];
  return [{ ...booked, numberId, claimedAt, parts: -parts, micros: -reservedMicros }];
}
