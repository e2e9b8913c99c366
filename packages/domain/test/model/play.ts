import { TokenBuckets } from '@sms-crm/runtime/token-buckets';
import type { Redis } from '@sms-crm/runtime/redis';
import type { Context } from '../../src/context/context.ts';
import type { SendGuard } from '../../src/sending/guard.ts';
import { RequestSlots } from '../../src/sending/request-slots.ts';
import { newContext, type TestServices } from '../../src/testing/kit.ts';
import { launch, ScriptedCarrier, TestSender } from '../sending-kit.ts';
import { Happenings } from './happenings.ts';
import { judge, type Ended, type Taken } from './oracle.ts';
import { prepare } from './prepare.ts';
import { instantOf, type Scenario } from './scenario.ts';

/** Steps played after the campaign's end, for what is left to come to rest. */
const restSteps = 2;

/** More than the time for which a sender believes what it read, and than the pause between two sweeps, ms. */
const longMs = 1_500;

/** Where scenarios are played: `wait` lets time pass on the clock that senders measure by. */
export type Stage = { services: TestServices; redis: Redis; wait: (ms: number) => void };

/** What a mutation changes once the campaign is launched and before its audience is frozen. */
export type Tamper = (ctx: Context, campaignId: string) => Promise<void>;

/** What is made wrong in the product for one play. */
export type Wrong = { tamper?: Tamper; guard?: (services: TestServices) => SendGuard };

/** Plays a scenario through the product with a held clock and lets the oracle judge. @returns its findings */
export async function play(
  { services, redis, wait }: Stage,
  scenario: Scenario,
  { tamper, guard }: Wrong = {},
): Promise<string[]> {
  let step = 0;
  const clock = { now: () => instantOf(scenario, step), recipientTime: () => '12:00', demoTime: () => null };
  const held: TestServices = { ...services, clock };
  held.jobs.length = 0;
  const ctx = await newContext(held);
  const taken: Taken[] = [];
  const numberId = await prepare(held, ctx, scenario);
  await holdRates(held, redis, { scenario, numberId });
  const id = await launch(ctx);
  await held.database.owner.query('update campaigns set ends_at = $2, over_budget = $3 where id = $1', [
    id,
    scenario.endsAt,
    scenario.overBudget,
  ]);
  await tamper?.(ctx, id);
  const happenings = new Happenings(held, ctx, { scenario, campaignId: id, numberId });
  const carrier = new ScriptedCarrier();
  carrier.answer = async (text, take) => {
    const last = taken.at(-1);
    const nth = last?.step === step ? last.nth + 1 : 0;
    taken.push({ phone: text.to, step, nth, parts: partsOf(text.body) });
    if (await happenings.inFlight(step)) wait(longMs);
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  held.carrier.current = carrier;
  const sender = new TestSender(held, ctx, { sweepEveryMs: longMs });
  // One request after the other, so that something can happen between two of them.
  sender.tools.bulkSlots = new RequestSlots(1);
  if (guard !== undefined) sender.tools.guard = guard(held);
  try {
    for (; step < scenario.instants.length + restSteps; step += 1) {
      wait(longMs);
      await playStep(sender, happenings, step);
    }
  } finally {
    await happenings.end();
  }
  const { rows } = await held.database.owner.query<Ended>(
    'select phone, status, reason from messages where campaign_id = $1',
    [id],
  );
  return judge(scenario, taken, rows);
}

/** What ends at a step comes before the pump's round, what begins after it: it meets batches that are offered already. */
async function playStep(sender: TestSender, happenings: Happenings, step: number): Promise<void> {
  await happenings.lift(step);
  await sender.pump.round();
  await happenings.begin(step);
  for (const job of sender.takeJobs()) if (job.name !== 'message.follow-up') await sender.run(job);
  await sender.drain();
  await happenings.inFlight(step);
}

function partsOf(body: string): number {
  return body.length <= 160 ? 1 : Math.ceil(body.length / 153);
}

/** The number's bucket is full at the launch and half a minute after each use. */
async function holdRates(
  services: TestServices,
  redis: Redis,
  { scenario, numberId }: { scenario: Scenario; numberId: string },
): Promise<void> {
  if (scenario.rateParts === null) return;
  let agoMs = 60_000;
  services.rates = new TokenBuckets(redis, () => services.clock.now().getTime() - agoMs);
  await services.rates.available([{ name: `number:${numberId}`, ratePerSecond: scenario.rateParts }], {
    single: false,
  });
  agoMs = 0;
}
