import { sql } from 'drizzle-orm';
import { gateApplies } from '@sms-crm/contracts/gates';
import { runPrepared } from '@sms-crm/db/prepared';
import { lockContacts } from '../contacts/lock.ts';
import type { TxContext } from '../context/context.ts';
import type { GateFacts, QuietFacts } from '../gates/gate.ts';
import { maxPerDay } from '../quiet-hours/rules.ts';
import { readQuietKey } from '../quiet-hours/quiet-key.ts';
import { quietKeyOf } from '../quiet-hours/places.ts';
import { recipientWindows, type RecipientWindows } from '../quiet-hours/recipient-windows.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';
import type { SuppressionCheck } from '../suppression/checks.ts';
import { readSuppressed } from '../suppression/read-suppressed.ts';
import { kindOf, type Scene } from './claim-scene.ts';
import { countsTowardsMaximum, joinAccountOfMessage, legalDayMs } from './legal-maximum.ts';
import type { QueuedMessage } from './read-queued.ts';

/** What gates ask about one recipient beyond the message's own row. */
export type RecipientFacts = Pick<GateFacts, 'suppressed' | 'quiet'> & {
  /** The rule behind `suppressed`. */
  suppressedBy: SuppressionCheck | null;
};

export type Recipients = {
  factsOf: (message: QueuedMessage) => RecipientFacts;
  /** When the first of their open windows closes; null when none does. */
  closesAt: Date | null;
};

/** Reads what suppression rules and quiet hours say about the recipients of a batch. */
export async function readRecipients(
  ctx: TxContext,
  messages: readonly QueuedMessage[],
  scene: Scene,
): Promise<Recipients> {
  const suppressed = await readSuppressedOf(ctx, messages, scene);
  const ruleFacts = ({ contactId }: QueuedMessage) => {
    const suppressedBy = suppressed.get(contactId ?? '') ?? null;
    return { suppressed: suppressedBy?.reason ?? null, suppressedBy };
  };
  const bound = messages.filter(({ kind }) => gateApplies['quiet-hours'][kind]);
  if (bound.length === 0)
    return { factsOf: (message) => ({ ...ruleFacts(message), quiet: { type: 'open' } }), closesAt: null };
  const windows = windowsOf(ctx, bound, scene);
  const full = await readFull(ctx, { messages: bound, simulated: scene.simulated }, windows.keyOf);
  const quietOf = (message: QueuedMessage): QuietFacts => {
    if (!gateApplies['quiet-hours'][message.kind]) return { type: 'open' };
    const until = full.get(message.contactId ?? '');
    return until === undefined ? windows.of(message).now : { type: 'full', until };
  };
  return {
    factsOf: (message) => ({ ...ruleFacts(message), quiet: quietOf(message) }),
    closesAt: windows.closesAt,
  };
}

async function readSuppressedOf(
  ctx: TxContext,
  messages: readonly QueuedMessage[],
  scene: Scene,
): Promise<Map<string, SuppressionCheck>> {
  const [first] = messages;
  if (first === undefined) return new Map();
  const contactIds = messages.flatMap(({ contactId }) => contactId ?? []);
  return readSuppressed(ctx, { contactIds, kind: kindOf(scene, first.kind), simulated: scene.simulated });
}

type Windows = {
  keyOf: (message: QueuedMessage) => string;
  of: (message: QueuedMessage) => RecipientWindows;
  closesAt: Date | null;
};

function windowsOf(ctx: TxContext, messages: readonly QueuedMessage[], scene: Scene): Windows {
  const { clock } = ctx.services;
  const quietScene = { clock, narrowing: readNarrowing(scene.tenant), simulated: scene.simulated };
  const keyOf = (message: QueuedMessage) =>
    message.quietKey ??
    quietKeyOf(message.phone, { zone: message.timeZone, state: message.region }, scene.tenant.defaultCountry);
  const keys = new Map(messages.map((message) => [message.id, keyOf(message)]));
  const byKey = new Map([...new Set(keys.values())].map((key) => [key, recipientWindows(key, quietScene)]));
  const closing = [...byKey.values()]
    .filter(({ now }) => now.type === 'open')
    .flatMap(({ windowAt }) => windowAt(clock.now())?.closesAt.getTime() ?? []);
  const of = (message: QueuedMessage) => {
    const found = byKey.get(keys.get(message.id) ?? '');
    if (found === undefined) throw new Error(`message ${message.id} was not among those that were asked for`);
    return found;
  };
  return {
    keyOf: (message) => keys.get(message.id) ?? '',
    of,
    closesAt: closing.length === 0 ? null : new Date(Math.min(...closing)),
  };
}

/**
 * Contacts who had as many marketing texts in the last 24 hours as their state allows, and when they may have another.
 * Their rows are locked first, so that two campaigns cannot both take the last place.
 */
async function readFull(
  ctx: TxContext,
  { messages, simulated }: { messages: readonly QueuedMessage[]; simulated: boolean },
  keyOf: (message: QueuedMessage) => string,
): Promise<Map<string, Date>> {
  const most = new Map<string, number>();
  for (const message of messages) {
    const limit = maxPerDay(readQuietKey(keyOf(message)).places);
    if (limit !== null && message.contactId !== null) most.set(message.contactId, limit);
  }
  if (most.size === 0) return new Map();
  const ids = [...most.keys()];
  await lockContacts(ctx, ids);
  const { rows } = await runPrepared<{ contactId: string; last: Date }>(
    ctx.tx.db,
    sql`
    select m.contact_id as "contactId", (array_agg(m.claimed_at order by m.claimed_at desc))[v.most] as last
    from unnest(${sql.param(ids)}::uuid[], ${sql.param([...most.values()])}::int[]) as v (id, most)
    join messages m on m.contact_id = v.id
    ${joinAccountOfMessage}
    where ${countsTowardsMaximum({ simulated, now: ctx.services.clock.now() })}
    group by m.contact_id, v.most having count(*) >= v.most`,
  );
  return new Map(rows.map(({ contactId, last }) => [contactId, new Date(last.getTime() + legalDayMs)]));
}
