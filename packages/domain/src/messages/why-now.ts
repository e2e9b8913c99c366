import { and, eq } from 'drizzle-orm';
import { gateOrder, type GateName } from '@sms-crm/contracts/gates';
import { waitReason, waitReasonWords } from '@sms-crm/contracts/reasons';
import type { GateLine } from '@sms-crm/contracts/messages';
import { campaignShares } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import { capacityGates, gateChain } from '../gates/chain.ts';
import type { Gate, GateFacts } from '../gates/gate.ts';
import { describeQuiet } from '../quiet-hours/describe.ts';
import { noNarrowing } from '../quiet-hours/narrowing.ts';
import { candidatePlaces } from '../quiet-hours/places.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';
import type { BatchRow } from '../sending/batch-row.ts';
import { readScene, type Scene } from '../sending/claim-scene.ts';
import { readQueued, type QueuedMessage } from '../sending/read-queued.ts';
import { readRecipients, type RecipientFacts } from '../sending/recipient-facts.ts';
import { line, ruleName } from './gate-lines.ts';
import { gateOf } from './gate-words.ts';
import type { MessageRow } from './message-view.ts';
import { skipWords } from './skip-words.ts';

export type Now = { gates: GateLine[]; quietHours: string | null };

/** Asks every gate about a message that waits, each for itself; undefined when its turn came meanwhile. */
export async function askNow(ctx: TxContext, row: MessageRow, batch: BatchRow): Promise<Now | undefined> {
  const scene = await readScene(ctx, batch);
  const [message] = await readQueued(ctx, { ...batch, firstId: row.id, lastId: row.id }, [], scene.simulated);
  if (message === undefined) return undefined;
  const recipient = (await readRecipients(ctx, [message], scene)).factsOf(message);
  const { doNotContact, consent, kind, phone } = message;
  const facts: GateFacts = { ...scene.facts, ...recipient, doNotContact, consent };
  const capacity = await readCapacityWait(ctx, batch, scene);
  const gates: GateLine[] = [];
  for (const name of gateOrder) {
    const gate = gateChain.find((one) => one.name === name);
    const more = capacity?.gate === name ? capacity.more : {};
    const told =
      gate === undefined
        ? line(name, kind, more)
        : await ofGate(ctx, { gate, kind, facts, recipient, phone });
    gates.push(
      name === 'campaign-state' && told.answer === 'passed' ? (ownHour(ctx, kind, batch) ?? told) : told,
    );
  }
  return { gates, quietHours: quietWords(ctx, message, scene, facts) };
}

/** The batch has a start of its own, on its recipients' clocks, that is still to come. */
function ownHour(ctx: TxContext, kind: QueuedMessage['kind'], { startAt }: BatchRow): GateLine | null {
  if (startAt === null || startAt <= ctx.services.clock.now()) return null;
  const detail = waitReasonWords.local_time;
  return line('campaign-state', kind, { answer: 'waits', detail, until: startAt.toISOString() });
}

async function ofGate(
  ctx: TxContext,
  input: {
    gate: Gate;
    kind: QueuedMessage['kind'];
    facts: GateFacts;
    recipient: RecipientFacts;
    phone: string;
  },
): Promise<GateLine> {
  const { gate, kind, facts, recipient, phone } = input;
  const answer = gate.decide(facts);
  if (answer.type === 'pass') return line(gate.name, kind);
  const rule = gate.name === 'suppression' ? recipient.suppressedBy : null;
  const name = await ruleName(ctx, rule?.ruleId ?? null);
  const words =
    answer.type === 'skip' ? await skipWords(ctx, answer.reason, phone) : waitReasonWords[answer.reason];
  return line(gate.name, kind, {
    answer: answer.type === 'skip' ? 'refused' : answer.type === 'defer' ? 'waits' : 'halted',
    detail: name === null ? words : `${words} (“${name}”)`,
    ruleVersion: rule?.version ?? gate.version,
    until: answer.type === 'defer' ? answer.until.toISOString() : null,
  });
}

/** Which capacity the message waits for: that of the sending number, or what its campaign's share or its batch found used up. */
async function readCapacityWait(
  ctx: TxContext,
  batch: BatchRow,
  { sender }: Scene,
): Promise<{ gate: GateName; more: Partial<GateLine> } | null> {
  const [share] =
    batch.campaignId === null || batch.numberId === null
      ? []
      : await ctx.tx.db
          .select()
          .from(campaignShares)
          .where(
            and(eq(campaignShares.campaignId, batch.campaignId), eq(campaignShares.numberId, batch.numberId)),
          );
  const found = sender?.halted ?? waitReason.safeParse(share?.waitsFor ?? batch.waitsFor).data;
  const gate = found === undefined ? undefined : gateOf(found);
  if (found === undefined || gate === undefined) return null;
  if (!capacityGates.some(({ name }) => name === gate)) return null;
  const isHalted = sender !== undefined && sender.halted !== null;
  const until = share?.nextAt ?? batch.nextAt;
  // What it waited for is over; its turn comes with the next look.
  if (!isHalted && (until === null || until <= ctx.services.clock.now())) return null;
  return {
    gate,
    more: {
      answer: isHalted ? 'halted' : 'waits',
      detail: waitReasonWords[found],
      ruleVersion: share?.ruleVersion ?? batch.ruleVersion,
      until: isHalted ? null : (until?.toISOString() ?? null),
    },
  };
}

function quietWords(
  ctx: TxContext,
  message: QueuedMessage,
  scene: Scene,
  { quiet }: GateFacts,
): string | null {
  if (quiet.type === 'open') return null;
  if (quiet.type === 'full') return waitReasonWords.legal_maximum;
  if (scene.simulated && ctx.services.clock.demoTime() !== null) {
    return 'It is a quiet hour on the demo clock, by which simulated recipients live';
  }
  const known = { zone: message.timeZone, state: message.region };
  const places = candidatePlaces(message.phone, known, scene.tenant.defaultCountry);
  return describeQuiet(places, readNarrowing(scene.tenant) ?? noNarrowing, ctx.services.clock.now());
}
