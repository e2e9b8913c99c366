import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import type {
  Carrier,
  JobRequest,
  ListedText,
  OutboundText,
  SendOutcome,
  SentPage,
} from '../src/context/ports.ts';
import { seal } from '../src/access/seal.ts';
import { createCampaign } from '../src/campaigns/create.ts';
import { endCampaign } from '../src/campaigns/end.ts';
import { freezeCampaign } from '../src/campaigns/freeze.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { startScheduled } from '../src/campaigns/start-scheduled.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { retryDue } from '../src/errors/retry-due.ts';
import { followUp } from '../src/follow-up/run.ts';
import { Pump } from '../src/pump/pump.ts';
import { reconcileBatch } from '../src/sending/reconcile.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { SendGuard } from '../src/sending/guard.ts';
import { ClaimTurns } from '../src/sending/claim-turns.ts';
import { sendBatch, type SendTools } from '../src/sending/send.ts';
import type { TestServices } from '../src/testing/kit.ts';

/** A carrier whose answers a test scripts; it remembers what it took, as a real one does. */
export class ScriptedCarrier implements Carrier {
  readonly taken: (OutboundText & { id: string; at: Date })[] = [];
  readonly requests: OutboundText[] = [];
  answer: (text: OutboundText, take: () => string) => SendOutcome | Promise<SendOutcome> = (_text, take) => ({
    type: 'accepted',
    carrierMessageId: take(),
    parts: null,
  });
  listing: (texts: ListedText[]) => ListedText[] = (texts) => texts;

  /** Whether a request is written, however long that takes; a real carrier's client asks when a connection stands. */
  gate = async (mayStart: () => boolean): Promise<boolean> => mayStart();

  send = async (text: OutboundText, mayStart: () => boolean = () => true): Promise<SendOutcome> => {
    if (!(await this.gate(mayStart))) return { type: 'not-sent', detail: 'held back', retryAfterMs: 0 };
    this.requests.push(text);
    return this.answer(text, () => {
      const id = `SM${randomUUID().replaceAll('-', '')}`;
      this.taken.push({ ...text, id, at: new Date() });
      return id;
    });
  };

  list = async (filter: { to: string; from: string }): Promise<ListedText[]> =>
    this.listing(
      this.taken.filter((text) => text.to === filter.to && text.from === filter.from).map(listedText),
    );

  /** What the account sent, as the carrier lists it; pages hold `pageSize` texts. */
  pageSize = 500;
  listSent = async ({ page }: { page: string | null }): Promise<SentPage> => {
    const start = Number(page ?? 0);
    const end = start + this.pageSize;
    const texts = this.listing(this.taken.slice(start, end).map(listedText));
    return { texts, nextPage: end < this.taken.length ? String(end) : null };
  };

  lineType = (_phone: string): string => 'mobile';
  lookUp = async (phone: string): Promise<string> => this.lineType(phone);

  verifySignature = () => true;
}

function listedText(text: ScriptedCarrier['taken'][number]): ListedText {
  return {
    direction: 'outbound',
    carrierMessageId: text.id,
    from: text.from,
    to: text.to,
    body: text.body,
    status: 'delivered',
    errorCode: null,
    createdAt: text.at,
    priceMicros: null,
  };
}

/** A sender process in one object: runs the jobs that verbs and the pump ask for, until none is left. */
export class TestSender {
  readonly tools: SendTools;
  readonly pump: Pump;
  readonly #services: TestServices;
  readonly #ctx: Context;

  /** @param options.sweepEveryMs how often the pump looks for lost work; each time when absent */
  constructor(services: TestServices, ctx: Context, options: { sweepEveryMs?: number } = {}) {
    this.#services = services;
    this.#ctx = ctx;
    this.tools = {
      guard: new SendGuard(services),
      turns: new ClaimTurns(),
      bulkSlots: new RequestSlots(50),
      nowSlots: new RequestSlots(10),
    };
    this.pump = new Pump(services, { sweepEveryMs: options.sweepEveryMs ?? 0 });
  }

  /** Pumps and runs jobs until a round finds nothing to do. */
  async drain(maxRounds = 50): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      await this.pump.round();
      const jobs = this.takeJobs();
      if (jobs.length === 0) return;
      for (const job of jobs) await this.run(job);
    }
    throw new Error(`still not drained after ${maxRounds} rounds`);
  }

  /** The tenant's jobs that were asked for since the last look. */
  takeJobs(): JobRequest[] {
    return this.#services.jobs.splice(0).filter((job) => job.payload.tenantId === this.#ctx.tenantId);
  }

  async run(job: JobRequest): Promise<void> {
    const signal = new AbortController().signal;
    if (job.name === 'campaign.freeze') await freezeCampaign(this.#ctx, job.payload, { signal });
    if (job.name === 'campaign.start') await startScheduled(this.#ctx, job.payload);
    if (job.name === 'campaign.end') await endCampaign(this.#ctx, job.payload);
    if (job.name === 'message.send-now') await this.runBatch(job.payload, signal);
    if (job.name === 'message.send-bulk') await this.runBatch(job.payload, signal);
    if (job.name === 'message.follow-up') await followUp(this.#ctx, job.payload, { signal });
    if (job.name === 'message.retry') await retryDue(this.#ctx, { signal });
    if (job.name === 'message.reconcile') await reconcileBatch(this.#ctx, job.payload, { signal });
  }

  runBatch(batch: { batchId: string; offer: number }, signal: AbortSignal): Promise<void> {
    return sendBatch(this.#ctx, batch, { signal, isFirst: false }, this.tools);
  }
}

/** Gives a tenant one short code at the scripted carrier. */
export async function giveNumber(ctx: Context, phone = '55500'): Promise<string> {
  return withTransaction(ctx, async (ctx) => {
    const [account] = await ctx.tx.db
      .insert(carrierAccounts)
      .values({
        tenantId: ctx.tenantId,
        key: randomUUID(),
        carrier: 'twilio',
        name: 'Test',
        accountSid: 'AC_test',
        authTokenSealed: seal(ctx.services.settings, 'token'),
      })
      .returning();
    const [number] = await ctx.tx.db
      .insert(sendingNumbers)
      .values({
        tenantId: ctx.tenantId,
        carrierAccountId: account?.id ?? '',
        phone,
        type: 'short-code',
        rateParts: 100,
        isDefault: true,
        stopConfirmer: 'self',
      })
      .returning();
    return number?.id ?? '';
  });
}

/** Adds contacts from `+14155550000` on, all of them agreed unless `consent` says else. */
export async function addContacts(ctx: Context, count: number, consent = 'granted'): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.execute(sql`
      insert into contacts (tenant_id, phone, first_name, country, consent)
      select ${ctx.tenantId}::uuid, '+1415' || 5550000 + n, 'Name' || n, 'US', ${consent}
      from generate_series(0, ${count - 1}::int) n`),
  );
}

/** Lets the contacts live in three zones, so that those of a campaign come in three batches that can be claimed at once. */
export async function spreadOverZones(ctx: Context): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.execute(sql`
      update contacts set quiet_key = null,
        time_zone = (array['America/New_York', 'America/Chicago', 'America/Denver'])[1 + right(phone, 4)::int % 3]`),
  );
}

/** Makes and launches a campaign to everyone. */
export async function launch(ctx: Context, template = 'Hi {{first_name|there}}'): Promise<string> {
  const { id } = await createCampaign(ctx, {
    name: 'Test',
    template,
    audience: { type: 'all' },
    numberId: null,
  });
  await launchCampaign(ctx, { id });
  return id;
}
