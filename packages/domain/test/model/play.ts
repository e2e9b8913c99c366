import { withSystem } from '@sms-crm/db/transaction';
import { sql } from 'drizzle-orm';
import { getCampaign } from '../../src/campaigns/list.ts';
import { changeCampaignState } from '../../src/campaigns/move.ts';
import type { Context } from '../../src/context/context.ts';
import { addDoNotContact } from '../../src/do-not-contact/add.ts';
import { putKillSwitch } from '../../src/kill-switch/put.ts';
import { newContext, type TestServices } from '../../src/testing/kit.ts';
import { giveNumber, launch, ScriptedCarrier, TestSender } from '../sending-kit.ts';
import { judge, type Ended, type Taken } from './oracle.ts';
import { instantOf, type Scenario } from './scenario.ts';

/** Steps played after the campaign's end, for what is left to come to rest. */
const restSteps = 2;

/** A long name makes the text of two parts. */
const longName = 'N'.repeat(150);

/** What a mutation changes once the audience stands. */
export type Tamper = (ctx: Context) => Promise<void>;

/** Plays a scenario through the product with a held clock and lets the oracle judge. @returns its findings */
export async function play(
  services: TestServices,
  scenario: Scenario,
  tamper: Tamper = async () => undefined,
): Promise<string[]> {
  let step = 0;
  const clock = { now: () => instantOf(scenario, step), recipientTime: () => '12:00', demoTime: () => null };
  const held: TestServices = { ...services, clock };
  held.jobs.length = 0;
  const ctx = await newContext(held);
  const taken: Taken[] = [];
  const carrier = new ScriptedCarrier();
  carrier.answer = (text, take) => {
    taken.push({
      phone: text.to,
      step,
      parts: text.body.length <= 160 ? 1 : Math.ceil(text.body.length / 153),
    });
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  held.carrier.current = carrier;
  await prepare(held, ctx, scenario);
  await tamper(ctx);
  const id = await launch(ctx);
  await held.database.owner.query('update campaigns set ends_at = $2, over_budget = $3 where id = $1', [
    id,
    instantOf(scenario, scenario.steps),
    scenario.overBudget,
  ]);
  const sender = new TestSender(held, ctx);
  for (; step < scenario.steps + restSteps; step += 1) {
    await happen(ctx, scenario, { id, step, ends: true });
    await sender.pump.round();
    // What comes now meets batches that are offered already.
    await happen(ctx, scenario, { id, step, ends: false });
    const offered = held.jobs
      .splice(0)
      .filter(({ payload }) => 'tenantId' in payload && payload.tenantId === ctx.tenantId);
    for (const job of offered) await sender.run(job);
    await sender.drain();
  }
  const { rows } = await held.database.owner.query<Ended>(
    'select phone, status, reason from messages where campaign_id = $1',
    [id],
  );
  return judge(scenario, taken, rows);
}

async function prepare({ database, system }: TestServices, ctx: Context, scenario: Scenario): Promise<void> {
  const numberId = await giveNumber(ctx);
  const { owner } = database;
  const { tenantId } = ctx;
  if (scenario.dailyParts !== null) {
    const ramp = [tenantId, numberId, Array.from({ length: 60 }, () => scenario.dailyParts)];
    await owner.query(
      'update sending_numbers set warm_up_level = 0, warm_up_curve = $3 where tenant_id = $1 and id = $2',
      ramp,
    );
  }
  await withSystem(system, (db) =>
    db.execute(
      sql`insert into budgets (tenant_id, day, month) values (${tenantId}::uuid, current_date, current_date) on conflict do nothing`,
    ),
  );
  // Earlier than all that is played, whenever this runs.
  await owner.query(
    `update budgets set daily_limit_micros = $2, day = '2027-01-01', month = '2027-01-01' where tenant_id = $1`,
    [tenantId, scenario.dailyMicros],
  );
  const column = <T>(pick: (person: Scenario['people'][number]) => T) =>
    scenario.people.map((person) => pick(person));
  await owner.query(
    `insert into contacts (tenant_id, phone, first_name, country, region, time_zone, consent, created_at)
     select $1, p, n, 'US', r, z, c, '2026-01-01' from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as v (p, n, r, z, c)`,
    [
      tenantId,
      column(({ phone }) => phone),
      column(({ parts }) => (parts === 2 ? longName : 'Ann')),
      column(({ place }) => place.state),
      column(({ place }) => place.zone),
      column(({ consent }) => consent),
    ],
  );
  for (const { phone } of scenario.people.filter(({ listed }) => listed))
    await addDoNotContact(ctx, { phone });
}

function isOn(spans: Scenario['kills'], step: number): boolean {
  return spans.some(({ from, to }) => step >= from && step < to);
}

/** What ends at a step comes before the pump's round, what begins after it. */
async function happen(
  ctx: Context,
  scenario: Scenario,
  { id, step, ends }: { id: string; step: number; ends: boolean },
): Promise<void> {
  const changes = (spans: Scenario['kills']) =>
    isOn(spans, step) !== isOn(spans, step - 1) && isOn(spans, step) === !ends;
  if (changes(scenario.kills))
    await putKillSwitch(ctx, { scope: 'campaign', id, on: !ends, reason: 'the model says so' });
  if (changes(scenario.pauses)) {
    // A mutated product may have ended the campaign already.
    const { status } = await getCampaign(ctx, { id });
    if (status === (ends ? 'paused' : 'sending'))
      await changeCampaignState(ctx, { id, move: ends ? 'resume' : 'pause' });
  }
  if (ends) return;
  for (const { phone } of scenario.people.filter(({ stopsAt, listed }) => stopsAt === step && !listed))
    await addDoNotContact(ctx, { phone });
}
