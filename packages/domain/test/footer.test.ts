import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreateCampaign } from '@sms-crm/contracts/campaigns';
import { permissions } from '@sms-crm/contracts/permissions';
import { createCampaign } from '../src/campaigns/create.ts';
import { namesBrand, saysOptOut, withFooter } from '../src/campaigns/footer.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { updateCampaign } from '../src/campaigns/update.ts';
import { waiveFooter } from '../src/campaigns/waive-footer.ts';
import type { Context } from '../src/context/context.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function scene(contacts: number) {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

async function draft(ctx: Context, more: Partial<CreateCampaign>): Promise<string> {
  const base = { name: 'Test', template: 'Sale today', audience: { type: 'all' as const }, numberId: null };
  return (await createCampaign(ctx, { ...base, ...more })).id;
}

/** Moves what was sent into the past. */
async function age(ctx: Context, days: number): Promise<void> {
  await services.database.owner.query(
    `update messages set handed_over_at = handed_over_at - make_interval(days => $2) where tenant_id = $1`,
    [ctx.tenantId, days],
  );
}

const bodies = (carrier: ScriptedCarrier) => carrier.requests.splice(0).map(({ body }) => body);

test('a text with its footer names its sender and, where due, says how to stop; what it says itself is not said twice', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, optOut) => {
      fc.pre(text !== '');
      const footer = { brand: 'Harbor Coffee', optOut };
      const once = withFooter(text, footer);
      expect(once).toContain(text);
      expect(namesBrand(once, 'harbor coffee')).toBe(true);
      expect(saysOptOut(once)).toBe(optOut || saysOptOut(text));
      expect(withFooter(once, footer)).toBe(once);
      expect(withFooter('', footer)).toBe('');
    }),
  );
  expect(
    withFooter('Come to HARBOR coffee. Text STOP to end', { brand: 'Harbor Coffee', optOut: true }),
  ).toBe('Come to HARBOR coffee. Text STOP to end');
  expect(withFooter('Sunday offers. Reply STOP-START to win', { brand: 'Sun', optOut: true })).toBe(
    'Sun: Sunday offers. Reply STOP-START to win\nReply STOP to opt out',
  );
});

test('the first marketing text says how to opt out, the next ones after 30 days again, and the preview counts both', async () => {
  const { ctx, carrier, sender } = await scene(3);
  await launch(ctx, 'Sale today');
  await sender.drain();
  const first = 'Test Brand: Sale today\nReply STOP to opt out';
  expect(bodies(carrier)).toEqual([first, first, first]);
  await age(ctx, 29);
  await services.database.owner.query(
    `insert into contacts (tenant_id, phone, consent, created_at) values ($1, '+14155559999', 'granted', now() - interval '1 hour')`,
    [ctx.tenantId],
  );
  const second = await launch(ctx, 'Sale tomorrow at test brand');
  expect((await previewCampaign(ctx, { id: second })).footer).toEqual({
    withOptOut: { recipients: 1, parts: 1 },
    withoutOptOut: { recipients: 3, parts: 3 },
  });
  await sender.drain();
  expect(bodies(carrier).toSorted()).toEqual([
    'Sale tomorrow at test brand',
    'Sale tomorrow at test brand',
    'Sale tomorrow at test brand',
    'Sale tomorrow at test brand\nReply STOP to opt out',
  ]);
  await age(ctx, 2);
  await launch(ctx, 'Sale over');
  await sender.drain();
  expect(bodies(carrier).filter((body) => saysOptOut(body))).toHaveLength(3);
});

test('the footer is billed: it can make a text longer than a part', async () => {
  const { ctx, sender } = await scene(2);
  const id = await launch(ctx, 'x'.repeat(130));
  const preview = await previewCampaign(ctx, { id });
  expect(preview).toMatchObject({ parts: 4, partsPerMessage: [{ parts: 2, messages: 2 }] });
  await sender.drain();
  const { totals } = await reportCampaign(ctx, { id });
  expect(totals).toMatchObject({ parts: preview.parts, costMicros: preview.costMicros });
});

test('leaving the footer out blocks until somebody who may takes it on, for that text alone', async () => {
  const { ctx, carrier, sender } = await scene(1);
  const id = await draft(ctx, { addBrand: false, addOptOut: false });
  const blockers = async () => (await previewCampaign(ctx, { id })).blockers.map(({ code }) => code);
  expect(await blockers()).toEqual(['brand_left_out', 'opt_out_left_out']);
  const manager = {
    ...ctx,
    actor: testUser(permissions.filter((name) => name !== 'campaigns:waive-footer')),
  };
  await expect(waiveFooter(manager, { id })).rejects.toMatchObject({ code: 'permission_missing' });
  expect(await waiveFooter(ctx, { id })).toMatchObject({ footerWaivedBy: 'tester@example.com' });
  expect(await blockers()).toEqual([]);
  await updateCampaign(ctx, { id, change: { template: 'Another sale' } });
  expect(await blockers()).toHaveLength(2);
  await waiveFooter(ctx, { id });
  await launchCampaign(ctx, { id });
  await sender.drain();
  expect(bodies(carrier)).toEqual(['Another sale']);
  const { rows } = await services.database.owner.query<{ action: string }>(
    `select action from audit_log where tenant_id = $1 and action = 'campaign.waive-footer'`,
    [ctx.tenantId],
  );
  expect(rows).toHaveLength(2);
});

test('a text that names brand and opt-out itself needs no waiver', async () => {
  const { ctx } = await scene(1);
  const id = await draft(ctx, {
    template: 'Test Brand sale. Reply STOP to end.',
    addBrand: false,
    addOptOut: false,
  });
  expect((await previewCampaign(ctx, { id })).blockers).toEqual([]);
});

test.each([
  '{{first_name|Test Brand, reply STOP to end}} sale',
  'Sale at Test {{first_name|Brand}}. Reply {{last_name|STOP}}',
  'Sale at Test{{first_name}} Brand. Reply {{last_name}} STOP',
  'Sale at Test_Brand. Reply STOP{{first_name|ped}}',
  'Sale https://shop.example/{{first_name|Test Brand}}?q=reply+stop',
])('what only some recipients would read is no footer: %s', async (template) => {
  const { ctx, carrier, sender } = await scene(1);
  const id = await draft(ctx, { template, addBrand: false, addOptOut: false });
  expect((await previewCampaign(ctx, { id })).blockers.map(({ code }) => code)).toEqual([
    'brand_left_out',
    'opt_out_left_out',
  ]);
  await expect(launchCampaign(ctx, { id })).rejects.toMatchObject({ code: 'blocked' });
  await sender.drain();
  expect(bodies(carrier)).toEqual([]);
});

test('the own footer may stand beside merge fields and links', async () => {
  const { ctx } = await scene(1);
  const id = await draft(ctx, {
    template:
      '{{first_name|Hi}}, test brand sale: https://shop.example/a Reply STOP to end {{last_name|now}}',
    addBrand: false,
    addOptOut: false,
  });
  expect((await previewCampaign(ctx, { id })).blockers).toEqual([]);
});
