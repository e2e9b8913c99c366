import { eq, sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import { runPrepared } from '@sms-crm/db/prepared';
import { messageBatches } from '@sms-crm/db/tables/messages';
import { raiseAlerts } from '../budget/raise-alerts.ts';
import type { BudgetPeriod, DayLimits } from '../capacity/read-days.ts';
import { reserveMoney, reserveParts, usesOf } from '../capacity/reserve.ts';
import type { TxContext } from '../context/context.ts';
import type { LinkScene } from '../links/scene.ts';
import { writeLedger } from '../ledger/write.ts';
import { addCounts, statusDeltas, type CounterDelta } from '../reports/counters.ts';
import type { BatchRow } from './batch-row.ts';
import type { Claim, ClaimedMessage } from './claim.ts';
import { skipDeltas, type Skipped } from './claim-skips.ts';
import { writeRest, type Rest } from './claim-rest.ts';
import type { Scene, Sender } from './claim-scene.ts';
import type { Rule, Verdict } from './judge.ts';

export type Passed = Extract<Verdict, { type: 'send' }>;

/** Gives a batch back untouched; it waits until a halt is lifted or a moment comes. */
export async function putBack(
  ctx: TxContext,
  batch: BatchRow,
  why: { waitsFor?: WaitReason | null; rule?: Rule; nextAt?: Date | null },
): Promise<void> {
  await ctx.tx.db
    .update(messageBatches)
    .set({
      state: 'open',
      waitsFor: why.waitsFor ?? null,
      ruleVersion: why.rule?.version ?? null,
      nextAt: why.nextAt ?? null,
    })
    .where(eq(messageBatches.id, batch.id));
}

type ClaimInput = {
  batch: BatchRow;
  scene: Scene;
  sender: Sender;
  limits: DayLimits;
  granted: readonly Passed[];
  skipped: readonly Skipped[];
  rest: Rest | null;
  /** The limit of the budget that did not allow the others. */
  budgetRefused: BudgetPeriod | null;
};

/**
 * Marks the granted messages `sending` with their final text, puts the batch under a lease and reserves what they take.
 * The order of the writes is the one all transactions keep; the tenant's budget comes last.
 */
export async function writeClaim(ctx: TxContext, input: ClaimInput): Promise<Omit<Claim, 'closesAt'>> {
  const { batch, granted, limits, sender } = input;
  // What is given back goes to the carrier's day of this moment, so it is the one whose day the parts were taken from.
  const claimedAt = limits.at;
  const claimNumber = batch.claim + 1;
  const micros = granted.reduce((sum, { text }) => sum + text.costMicros, 0);
  const parts = granted.reduce((sum, { text }) => sum + text.parts, 0);
  await markSending(ctx, input, claimedAt);
  await markClaimed(ctx, batch, { claimNumber, claimedAt });
  await writeShortLinks(ctx, granted, input.scene.links);
  const step = {
    batchId: batch.id,
    claim: claimNumber,
    budgetDay: limits.budgetDay,
    simulated: input.scene.simulated,
  };
  await writeLedger(ctx, [{ ...step, kind: 'reserve', micros }]);
  await reserveParts(ctx, usesOf(sender.number, limits, input.scene.simulated), parts);
  await addCounts(ctx, [...skipDeltas(input.skipped), ...claimDeltas(granted)]);
  const rest = await writeRest(ctx, { batch, rest: input.rest, takenMicros: micros });
  const { simulated } = input.scene;
  const spending = await reserveMoney(ctx, { ...limits, micros, simulated });
  await raiseAlerts(ctx, { spending, simulated, refused: input.budgetRefused });
  return {
    batch,
    number: sender.number,
    account: sender.account,
    claimNumber,
    claimedAt,
    budgetDay: limits.budgetDay,
    simulated: input.scene.simulated,
    rememberNumber: sender.oneOfSeveral,
    rest,
    messages: granted.map(claimed),
  };
}

async function markSending(
  ctx: TxContext,
  { batch, granted, limits, sender }: ClaimInput,
  claimedAt: Date,
): Promise<void> {
  const param = <T>(pick: (verdict: Passed) => T) => sql.param(granted.map((verdict) => pick(verdict)));
  await runPrepared(
    ctx.tx.db,
    sql`
    update messages m set status = 'sending', reason = null, rule_version = null, body = v.body, parts = v.parts,
      reserved_micros = v.cost, number_id = ${sender.number.id}::uuid, number_phone = ${sender.number.phone},
      claimed_at = ${claimedAt.toISOString()}::timestamptz, budget_day = ${limits.budgetDay}::date
    from unnest(${param(({ message }) => message.id)}::uuid[], ${param(({ text }) => text.body)}::text[],
      ${param(({ text }) => text.parts)}::int[], ${param(({ text }) => text.costMicros)}::bigint[]) as v (id, body, parts, cost)
    where m.id = v.id and m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid`,
  );
}

async function markClaimed(
  ctx: TxContext,
  batch: BatchRow,
  { claimNumber, claimedAt }: { claimNumber: number; claimedAt: Date },
): Promise<void> {
  const { leaseMs } = ctx.services.settings.sendTimes;
  await ctx.tx.db
    .update(messageBatches)
    .set({
      state: 'claimed',
      claim: claimNumber,
      waitsFor: null,
      ruleVersion: null,
      nextAt: null,
      leaseUntil: new Date(claimedAt.getTime() + leaseMs),
    })
    .where(eq(messageBatches.id, batch.id))
    .prepare('mark_claimed')
    .execute();
}

async function writeShortLinks(
  ctx: TxContext,
  passed: readonly Passed[],
  { domainId, expiresAt }: LinkScene,
): Promise<void> {
  const links = passed.flatMap(({ message, text }) =>
    text.newLinks.map((link) => ({ ...link, messageId: message.id })),
  );
  if (links.length === 0) return;
  const column = <T>(pick: (link: (typeof links)[number]) => T) => sql.param(links.map((link) => pick(link)));
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into short_links (tenant_id, code, campaign_id, campaign_link_id, message_id, contact_id, url,
      domain_id, expires_at)
    select ${ctx.tenantId}::uuid, v.*, ${domainId}::uuid, ${expiresAt}::timestamptz from unnest(${column(({ code }) => code)}::text[], ${column(({ campaignId }) => campaignId)}::uuid[],
      ${column(({ campaignLinkId }) => campaignLinkId)}::uuid[], ${column(({ messageId }) => messageId)}::uuid[],
      ${column(({ contactId }) => contactId)}::uuid[], ${column(({ url }) => url)}::text[]) as v`,
  );
}

function claimDeltas(passed: readonly Passed[]): CounterDelta[] {
  return statusDeltas(
    passed.map(({ message }) => ({ campaignId: message.campaignId, from: 'queued', to: 'sending' })),
  );
}

function claimed({ message, text }: Passed): ClaimedMessage {
  return {
    id: message.id,
    campaignId: message.campaignId,
    contactId: message.contactId,
    phone: message.phone,
    kind: message.kind,
    attempt: message.attempt,
    body: text.body,
    parts: text.parts,
    costMicros: text.costMicros,
  };
}
