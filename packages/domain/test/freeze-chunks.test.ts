import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeCampaign } from '../src/campaigns/freeze.ts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { findDrift } from '../src/reports/recount.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { giveNumber, launch, ScriptedCarrier } from './sending-kit.ts';

/** More than two chunks, so that some are written side by side. */
const people = 21_000;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  services.carrier.current = new ScriptedCarrier();
});
afterAll(() => services.close());

/** A launched campaign to people of two clocks, every tenth of whom never agreed. */
async function launchLarge(): Promise<{ ctx: Context; campaignId: string }> {
  const ctx = await newContext(services);
  await giveNumber(ctx);
  await services.database.owner.query(
    `insert into contacts (tenant_id, phone, country, consent, created_at)
     select $1, case n % 3 when 0 then '+12125' else '+14155' end || lpad(n::text, 6, '0'), 'US',
       case n % 10 when 0 then 'unknown' else 'granted' end, '2020-01-01' from generate_series(1, $2::int) n`,
    [ctx.tenantId, people],
  );
  // As the database does by itself a minute after an import.
  await services.database.owner.query('analyze contacts');
  return { ctx, campaignId: await launch(ctx) };
}

function freeze(ctx: Context, campaignId: string, signal = new AbortController().signal): Promise<void> {
  return freezeCampaign(ctx, { campaignId }, { signal });
}

async function countOf(campaignId: string, condition: string): Promise<number> {
  const { rows } = await services.database.owner.query<{ count: number }>(
    `select count(*)::int as count from messages m where campaign_id = $1 and ${condition}`,
    [campaignId],
  );
  return rows[0]?.count ?? 0;
}

const drift = (ctx: Context, campaignId: string) => withTransaction(ctx, (ctx) => findDrift(ctx, campaignId));

test(
  'runs at once and runs that end early freeze everybody once, each in a batch that is a range of its own',
  { timeout: 120_000 },
  async () => {
    const { ctx, campaignId } = await launchLarge();
    await Promise.all([
      freeze(ctx, campaignId, AbortSignal.timeout(100)),
      freeze(ctx, campaignId, AbortSignal.timeout(200)),
      freeze(ctx, campaignId),
    ]);
    await freeze(ctx, campaignId);
    expect(await countOf(campaignId, `status = 'skipped' and reason = 'consent_unknown'`)).toBe(people / 10);
    expect(await countOf(campaignId, `status = 'queued'`)).toBe((people * 9) / 10);
    const { rows } = await services.database.owner.query(
      `select count(*)::int as ranges, sum(size)::int as named, sum(found.rows)::int as found, sum(found.own)::int as own
       from message_batches b cross join lateral (
         select count(*) as rows, count(*) filter (where m.status = 'queued' and m.number_id = b.number_id and c.quiet_key = b.recipient_zone) as own
         from messages m join contacts c on c.tenant_id = m.tenant_id and c.id = m.contact_id
         where m.campaign_id = b.campaign_id and m.id between b.first_id and b.last_id
       ) found where b.campaign_id = $1`,
      [campaignId],
    );
    const queued = (people * 9) / 10;
    expect(rows).toEqual([{ ranges: expect.any(Number), named: queued, found: queued, own: queued }]);
    expect(await drift(ctx, campaignId)).toEqual([]);
  },
);

test('a cancel that comes while chunks are written leaves nobody queued', { timeout: 120_000 }, async () => {
  for (const afterMs of [0, 150, 400]) {
    const { ctx, campaignId } = await launchLarge();
    const frozen = freeze(ctx, campaignId);
    await sleep(afterMs);
    await changeCampaignState(ctx, { id: campaignId, move: 'cancel' });
    await frozen;
    expect(await countOf(campaignId, `status = 'queued'`)).toBe(0);
    expect(await countOf(campaignId, `status not in ('canceled', 'skipped')`)).toBe(0);
    expect(await drift(ctx, campaignId)).toEqual([]);
  }
});

test(
  'contacts whose place changes between the look at their hours and the freeze wait for the hours of their new place',
  { timeout: 120_000 },
  async () => {
    const { ctx, campaignId } = await launchLarge();
    let isMoved = false;
    const beforeCommit = async () => {
      if (isMoved) return;
      isMoved = true;
      await services.database.owner.query(
        `update contacts set region = 'HI', time_zone = 'Pacific/Honolulu', quiet_key = null where tenant_id = $1 and phone like '+1212%7'`,
        [ctx.tenantId],
      );
    };
    await freeze({ ...ctx, beforeCommit }, campaignId);
    const { rows } = await services.database.owner.query<{ zone: string | null; people: number }>(
      `select case when recipient_zone like '%Honolulu%' then 'Honolulu' when recipient_zone is not null then 'others' end as zone, sum(size)::int as people
     from message_batches where campaign_id = $1 group by 1 order by 1`,
      [campaignId],
    );
    expect(rows).toEqual([
      { zone: 'Honolulu', people: people / 30 },
      { zone: 'others', people: (people * 9) / 10 - people / 30 },
    ]);
  },
);
