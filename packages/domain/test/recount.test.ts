import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction, type Context } from '../src/context/context.ts';
import { findDrift, recountReports } from '../src/reports/recount.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function sentCampaign(): Promise<{ ctx: Context; id: string }> {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  services.carrier.current = new ScriptedCarrier();
  await giveNumber(ctx);
  await addContacts(ctx, 20);
  await addContactWithoutConsent(ctx);
  const id = await launch(ctx);
  await new TestSender(services, ctx).drain();
  return { ctx, id };
}

async function addContactWithoutConsent(ctx: Context): Promise<void> {
  await services.database.owner.query(
    `insert into contacts (tenant_id, phone, country, consent) values ($1, '+14155559999', 'US', 'unknown')`,
    [ctx.tenantId],
  );
}

const recount = () => recountReports(services, { signal: new AbortController().signal });
const drift = (ctx: Context, id: string) => withTransaction(ctx, (ctx) => findDrift(ctx, id));

test('a counter that is off is found with both numbers, and left as it is', async () => {
  const { ctx, id } = await sentCampaign();
  expect(await drift(ctx, id)).toEqual([]);
  expect(await recount()).toMatchObject({ failed: 0, drifting: 0 });
  await services.database.owner.query(
    `update campaign_hourly set value = value + 3 where campaign_id = $1 and (metric, detail) in (('status', 'accepted'), ('parts', ''))`,
    [id],
  );
  await services.database.owner.query(
    `delete from campaign_hourly where campaign_id = $1 and metric = 'skip'`,
    [id],
  );
  const off = [
    { metric: 'parts', detail: '', counted: 23, real: 20 },
    { metric: 'skip', detail: 'consent_unknown', counted: 0, real: 1 },
    { metric: 'status', detail: 'accepted', counted: 23, real: 20 },
  ];
  expect(await drift(ctx, id)).toEqual(off);
  expect(await recount()).toMatchObject({ failed: 0, drifting: 3 });
  expect(await drift(ctx, id)).toEqual(off);
});

test('campaigns that ended long ago, and drafts, are not looked at', async () => {
  const { id } = await sentCampaign();
  const before = await recount();
  await services.database.owner.query(
    `update campaigns set completed_at = now() - interval '4 days' where id = $1`,
    [id],
  );
  expect((await recount()).campaigns).toBe(before.campaigns - 1);
});

test('a run that is asked to end looks at nothing more', async () => {
  expect(await recountReports(services, { signal: AbortSignal.abort() })).toEqual({
    campaigns: 0,
    failed: 0,
    drifting: 0,
  });
});
