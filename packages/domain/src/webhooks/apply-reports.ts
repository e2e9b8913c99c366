import { liveTopic } from '@sms-crm/contracts/live';
import { noteResults } from '../auto-pause/note-results.ts';
import { releaseMoney, releaseParts } from '../capacity/release.ts';
import { signal, type TxContext } from '../context/context.ts';
import { noteReplyEnds } from '../conversations/note-reply-ends.ts';
import { addNumberCounts, numberDelta } from '../numbers/daily-counts.ts';
import { rememberNumbers } from '../numbers/remember.ts';
import { addCounts, statusDeltas, type CounterDelta, type StatusMove } from '../reports/counters.ts';
import { bookCharges, type Booked } from './book-charges.ts';
import { readLateTexts } from './late-texts.ts';
import { writeStates } from './message-states.ts';
import { applyReport, type LateText, type MessageState, type StatusReport } from './report-status.ts';
import { applyEnds, endOf, resultsOf, type ReportedEnd } from './reported-ends.ts';
import { writeMessageEvents, type NewMessageEvent } from './write-message-events.ts';

/** A report and what it is kept by. */
export type Incoming = {
  /** What its entries in the ledger follow from. */
  sourceId: string;
  report: StatusReport;
  /** Whether it is still to be kept as an event of its message. */
  keep: boolean;
  /** How a hand-over that nobody knew of was found, in the words of its event; null where there is nothing to say. */
  proof: string | null;
};

/**
 * Books reports of the carrier on locked messages, in their order: statuses, events, ledger, budget, and every counter. All that tells us
 * of a hand-over or its end comes through here: callbacks, the list that reconciles, and proof that an earlier attempt arrived.
 *
 * @param before the messages as they are, by id; reports of others are left out
 */
export async function applyReports(
  ctx: TxContext,
  before: ReadonlyMap<string, MessageState>,
  incoming: readonly Incoming[],
): Promise<void> {
  const lateOf = await readLateTexts(
    ctx,
    before,
    incoming.map(({ report }) => report),
  );
  const books = new Books(before);
  for (const one of incoming) books.add(one, lateOf(one.report));
  const changed = books.changed();
  await writeStates(ctx, changed);
  await writeMessageEvents(ctx, books.events);
  await rememberNumbers(ctx, books.proved);
  const charges = await bookCharges(ctx, books.booked);
  await applyEnds(ctx, books.ends);
  await noteReplyEnds(ctx, changed);
  await releaseParts(ctx, charges.parts);
  await addNumberCounts(
    ctx,
    changed.map((message) => numberDelta(books.countedAs(message), message)),
  );
  await addCounts(ctx, [...statusDeltas(books.moves), ...books.deltas]);
  await noteResults(ctx, resultsOf(books.ends));
  await releaseMoney(ctx, charges.money);
  for (const { campaignId } of books.moves) {
    if (campaignId !== null) signal(ctx, liveTopic.campaign(campaignId));
  }
}

/** What a run of reports comes to, before it is written. */
class Books {
  readonly moves: StatusMove[] = [];
  readonly deltas: CounterDelta[] = [];
  readonly events: NewMessageEvent[] = [];
  readonly ends: ReportedEnd[] = [];
  readonly booked: Booked[] = [];
  /** Messages whose hand-over was not known before. */
  readonly proved: MessageState[] = [];
  readonly #before: ReadonlyMap<string, MessageState>;
  readonly #now: Map<string, MessageState>;
  /** What the day of the number counts already, where that is not what the message says. */
  readonly #counted = new Map<string, MessageState>();

  constructor(before: ReadonlyMap<string, MessageState>) {
    this.#before = before;
    this.#now = new Map(before);
  }

  add({ sourceId, report, keep, proof }: Incoming, late: LateText | undefined): void {
    const message = this.#now.get(report.messageId);
    if (message === undefined) return;
    const outcome = applyReport(message, report, late);
    this.#now.set(message.id, outcome.next);
    if (message.costMicros === null && outcome.next.costMicros !== null)
      this.booked.push({ sourceId, message });
    if (outcome.move !== null) this.moves.push(outcome.move);
    this.deltas.push(...outcome.deltas);
    if (outcome.proved) {
      this.proved.push(outcome.next);
      // The attempt its cost is booked on: the follow-up looks for it there.
      const attempt = late?.paid === true ? report.attempt : message.attempt;
      this.events.push({ ...eventOf(report), attempt, type: 'handed-over', errorCode: null, detail: proof });
    }
    if (keep) this.events.push({ ...eventOf(report), ...reported(report, outcome.of) });
    // The carrier told of its failure, which stays counted while the message waits to be tried again.
    if (outcome.of === 'adopted' && !outcome.proved) {
      const { at } = report;
      this.#counted.set(message.id, {
        ...message,
        handedOverAt: at,
        status: 'failed',
        errorCode: message.firstErrorCode,
      });
    }
    const ended = endOf({ message, report, moved: outcome.move !== null });
    if (ended !== null) this.ends.push(ended);
  }

  changed(): MessageState[] {
    return [...this.#now.values()].filter((message) => this.#before.get(message.id) !== message);
  }

  countedAs(message: MessageState): MessageState {
    return this.#counted.get(message.id) ?? this.#before.get(message.id) ?? message;
  }
}

function eventOf({ messageId, carrierMessageId, at }: StatusReport) {
  return { messageId, carrierMessageId, at };
}

const laterWords = {
  current: null,
  adopted: 'Reported late for an earlier attempt; the text is not sent again',
  other: 'Reported for another attempt; changes nothing',
} as const;

function reported({ attempt, status, errorCode }: StatusReport, of: keyof typeof laterWords) {
  return { attempt, type: status, errorCode, detail: laterWords[of] };
}
