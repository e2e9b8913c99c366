import type { MessageKind } from '@sms-crm/contracts/gates';
import { tellRefusal } from '../budget/tell-refusal.ts';
import { readDayLimits, type BudgetPeriod, type DayLimits } from '../capacity/read-days.ts';
import { readFooters } from '../campaigns/read-footers.ts';
import { carefulCount, carefulRate, readNumberHolds, underHolds } from '../capacity/holds.ts';
import { grant, type Grant } from '../capacity/grant.ts';
import { passWakeOn } from '../capacity/pass-wake-on.ts';
import { CapacityMoved } from '../capacity/reserve.ts';
import type { LeftText } from '../capacity/still-refused.ts';
import { isDayReason } from '../capacity/wake-waiting.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { judgeNow, LevelNotJudged, requireJudged } from '../numbers/advance-warm-up.ts';
import type { NumberRow } from '../numbers/find.ts';
import { lockBatch, lockToClaim, type BatchRow } from './batch-row.ts';
import { kindOf, readScene, type Scene, type Sender } from './claim-scene.ts';
import { refuseRest, type Rest } from './claim-rest.ts';
import { writeSkips, type Skipped } from './claim-skips.ts';
import { adoptProved, ProvedLate, refuseProved } from './proved-late.ts';
import { putBack, writeClaim, type Passed } from './claim-writes.ts';
import { concludeBatch } from './conclude.ts';
import { judge, type Verdict } from './judge.ts';
import { readQueued } from './read-queued.ts';
import { readRecipients } from './recipient-facts.ts';

/** A message that is claimed: its row says `sending`, its text is final, its request may start. */
export type ClaimedMessage = {
  id: string;
  campaignId: string | null;
  contactId: string | null;
  phone: string;
  kind: MessageKind;
  attempt: number;
  body: string;
  parts: number;
  costMicros: number;
};

export type Claim = {
  batch: BatchRow;
  number: NumberRow;
  account: Sender['account'];
  claimNumber: number;
  claimedAt: Date;
  budgetDay: string;
  simulated: boolean;
  /** Whether contacts are to be remembered with this number. */
  rememberNumber: boolean;
  /** No request starts at or after this moment: the recipients' window closes, or the campaign ends. */
  closesAt: Date | null;
  /** What the batch's other messages wait for. */
  rest: Rest | null;
  messages: ClaimedMessage[];
};

/** Tries of one claim while other claims take what it saw left. */
const maxTries = 4;

/** Pause of a batch that lost all its tries, ms. */
const contendedPauseMs = 250;

/** Pause of a single text that a switch or a stopped number holds back, ms. */
const haltedPauseMs = 1_000;

/** Pause of a batch for which no rate tokens could be had because Redis is away, ms. */
const tokensAwayPauseMs = 1_000;

/**
 * Takes a batch that was offered: asks the gates for each of its queued messages, renders those that pass, reserves what they take
 * and marks them `sending` under a lease, all in one transaction.
 *
 * @returns undefined when there is nothing to send: the offer is an older one, the batch is halted, or nobody passed the gates
 */
export async function claimBatch(
  ctx: Context,
  input: { batchId: string; offer: number },
): Promise<Claim | undefined> {
  const tokens = new Tokens();
  let pauseMs = contendedPauseMs;
  for (let attempt = 1; attempt <= maxTries; attempt += 1) {
    try {
      return await withTransaction(ctx, (ctx) => claimOnce(ctx, input, tokens));
    } catch (error) {
      if (error instanceof TokensAway) {
        ctx.log.warn(
          { err: error.cause, batchId: input.batchId },
          'no rate tokens; nothing is sent meanwhile',
        );
        pauseMs = tokensAwayPauseMs;
        break;
      }
      if (error instanceof ProvedLate) await adoptProved(ctx, error.messageIds);
      else if (error instanceof LevelNotJudged) await judgeNow(ctx);
      else if (!(error instanceof CapacityMoved)) throw error;
    }
  }
  await giveBack(ctx, input, pauseMs);
  return undefined;
}

/** Opens a batch again whose claim came to nothing, unless somebody else has it by now. */
async function giveBack(
  ctx: Context,
  input: { batchId: string; offer: number },
  pauseMs: number,
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const batch = await lockBatch(ctx, input.batchId);
    if (batch?.state !== 'offered' || batch.offer !== input.offer) return;
    await putBack(ctx, batch, {
      waitsFor: isDayReason(batch.waitsFor) ? batch.waitsFor : null,
      nextAt: new Date(ctx.services.clock.now().getTime() + pauseMs),
    });
  });
}

async function claimOnce(
  ctx: TxContext,
  input: { batchId: string; offer: number },
  tokens: Tokens,
): Promise<Claim | undefined> {
  const batch = await lockToClaim(ctx, input.batchId);
  if (batch?.state !== 'offered' || batch.offer !== input.offer) return undefined;
  const scene = await readScene(ctx, batch);
  const queued = await readQueued(ctx, batch, scene.template.fields, scene.simulated);
  await refuseProved(ctx, queued);
  const recipients = await readRecipients(ctx, queued, scene);
  const sendBefore = batch.campaignId === null ? batch.sendBefore : null;
  const contactIds = queued.flatMap(({ body, contactId }) => (body === null ? (contactId ?? []) : []));
  const footers = await readFooters(ctx, scene.campaign, contactIds, scene.tenant);
  const verdicts = queued.map((message) =>
    judge(ctx, message, { ...scene, sendBefore, footers }, recipients.factsOf(message)),
  );
  const halted = verdicts.find((verdict) => verdict.type === 'halt');
  if (halted !== undefined) {
    const { reason, rule } = halted;
    await passWakeOn(ctx, { batch, reason, prices: scene.prices });
    await putBack(ctx, batch, { waitsFor: reason, rule, nextAt: haltedUntil(ctx, batch) });
    return undefined;
  }
  const skipped = verdicts.filter((verdict) => verdict.type === 'skip');
  const passed = verdicts.filter((verdict) => verdict.type === 'send');
  const deferred = verdicts.filter((verdict) => verdict.type === 'defer');
  const { granted, limits, rest, overBudget, budgetRefused } = await grantTexts(ctx, {
    batch,
    scene,
    passed,
    tokens,
  });
  const left = rest ?? firstOf(deferred);
  const allSkipped = [...skipped, ...overBudget];
  await passWakeOn(ctx, { batch, reason: left?.reason ?? null, limits, granted, prices: scene.prices });
  await writeSkips(ctx, allSkipped);
  if (scene.sender === undefined || limits === undefined || granted.length === 0) {
    const standing = await refuseRest(ctx, { batch, rest: left, skipped: allSkipped });
    await concludeBatch(ctx, batch, { rest: standing });
    await tellRefusal(ctx, { limits, budgetRefused, simulated: scene.simulated });
    return undefined;
  }
  const claimed = await writeClaim(ctx, {
    batch,
    scene,
    sender: scene.sender,
    limits,
    granted,
    skipped: allSkipped,
    rest: left,
    budgetRefused,
  });
  return {
    ...claimed,
    closesAt: earliest([recipients.closesAt, scene.campaign?.endsAt ?? null, batch.sendBefore]),
  };
}

/** The pump knows what halts campaigns; a single text is looked at again. */
function haltedUntil({ services }: TxContext, batch: BatchRow): Date | null {
  return batch.queue === 'bulk' ? null : new Date(services.clock.now().getTime() + haltedPauseMs);
}

type Deferred = Extract<Verdict, { type: 'defer' }>;

/** The deferral that ends first; the batch is looked at again then. */
function firstOf(deferred: readonly Deferred[]): Rest | null {
  const [first] = deferred.toSorted((a, b) => a.until.getTime() - b.until.getTime());
  return first === undefined
    ? null
    : { scope: 'batch', reason: first.reason, until: first.until, rule: first.rule };
}

type Granted = {
  granted: Passed[];
  limits: DayLimits | undefined;
  rest: Rest | null;
  overBudget: Skipped[];
  budgetRefused: BudgetPeriod | null;
};

/** Asks the capacity gates for the texts that passed the others. */
async function grantTexts(
  ctx: TxContext,
  input: { batch: BatchRow; scene: Scene; passed: Passed[]; tokens: Tokens },
): Promise<Granted> {
  const { scene, passed } = input;
  const [first] = passed;
  if (scene.sender === undefined || first === undefined) {
    return { granted: [], limits: undefined, rest: null, overBudget: [], budgetRefused: null };
  }
  const kind = kindOf(scene, first.message.kind);
  const holds = await readNumberHolds(ctx, scene.sender.number);
  const asked = {
    number: scene.sender.number,
    kind,
    timeZone: scene.tenant.timeZone,
    simulated: scene.simulated,
  };
  const ofDay = await readDayLimits(ctx, asked);
  requireJudged(scene.sender.number, ofDay.today);
  const limits = underHolds(ofDay, holds);
  const texts = passed.map(({ text }) => ({ parts: text.parts, micros: text.costMicros }));
  const unlimited = { amount: Number.POSITIVE_INFINITY, until: ctx.services.clock.now() };
  const affordable = grant(kind, texts, { ...limits, rate: unlimited }).count;
  const tokens = await input.tokens.take(ctx, {
    sender: scene.sender,
    parts: texts.slice(0, carefulCount(affordable, holds)).map(({ parts }) => parts),
    single: input.batch.queue === 'now',
  });
  const rate = carefulRate(tokens, { texts: affordable, holds, now: ctx.services.clock.now() });
  const { count, rest } = grant(kind, texts, { ...limits, rate: affordable === 0 ? unlimited : rate });
  const text = texts[count];
  const leftText = text === undefined ? undefined : { ...asked, text };
  const skips = rest?.reason === 'budget' && scene.campaign?.overBudget === 'skip';
  return {
    granted: passed.slice(0, count),
    limits,
    rest: rest === null || skips ? null : restOf(rest, input.batch, leftText),
    overBudget: skips ? passed.slice(count).map(({ message }) => overBudgetSkip(message, rest)) : [],
    budgetRefused: rest?.reason === 'budget' ? limits.budgetPeriod : null,
  };
}

function restOf(rest: NonNullable<Grant['rest']>, batch: BatchRow, left: LeftText | undefined): Rest {
  return {
    scope: batch.numberId === null ? 'batch' : 'share',
    reason: rest.reason,
    until: rest.until,
    rule: { gate: rest.gate.name, version: rest.gate.version },
    ...(left === undefined ? {} : { left }),
  };
}

function overBudgetSkip(message: Passed['message'], rest: NonNullable<Grant['rest']>): Skipped {
  return {
    type: 'skip',
    reason: 'over_budget',
    rule: { gate: rest.gate.name, version: rest.gate.version },
    message,
  };
}

function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((moment) => moment.getTime())));
}

/** Redis did not answer, so no rate is known and nothing may be sent. */
class TokensAway extends Error {
  override readonly name = 'TokensAway';
}

/** The tokens of one claim: taken once, whatever happens to its transaction; what is not used expires. */
class Tokens {
  #taken: { count: number; until: Date } | undefined;

  async take(
    ctx: TxContext,
    input: { sender: Sender; parts: number[]; single: boolean },
  ): Promise<{ amount: number; until: Date }> {
    this.#taken ??= await this.#ask(ctx, input);
    return { amount: this.#taken.count, until: this.#taken.until };
  }

  async #ask(
    ctx: TxContext,
    input: { sender: Sender; parts: number[]; single: boolean },
  ): Promise<{ count: number; until: Date }> {
    const now = ctx.services.clock.now().getTime();
    if (input.parts.length === 0) return { count: 0, until: new Date(now) };
    try {
      const { count, waitMs } = await ctx.services.rates.take({ ...input, buckets: input.sender.buckets });
      return { count, until: new Date(now + waitMs) };
    } catch (error) {
      throw new TokensAway('the rate tokens could not be taken', { cause: error });
    }
  }
}
