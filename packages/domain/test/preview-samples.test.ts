import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCampaign } from '../src/campaigns/create.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import type { Context } from '../src/context/context.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Eight who agreed, then a ninth whose name makes the longest text; a tenth, the first of all, did not agree. */
async function people(): Promise<Context> {
  const ctx = await newContext(services);
  await giveNumber(ctx);
  await services.database.owner.query(
    `insert into contacts (tenant_id, phone, first_name, consent) values ($1, '+14155551999', 'Nobody', 'unknown')`,
    [ctx.tenantId],
  );
  await addContacts(ctx, 8);
  await services.database.owner.query(
    `with last as (
       insert into contacts (tenant_id, phone, first_name, consent) values ($1, '+14155550999', repeat('Anna', 30), 'granted') returning id
     )
     insert into contact_attributes (tenant_id, contact_id, key, value) select $1, id, 'loyalty_tier', 'gold' from last`,
    [ctx.tenantId],
  );
  return ctx;
}

async function previewOf(ctx: Context, template: string) {
  const { id } = await createCampaign(ctx, {
    name: 'Test',
    template,
    audience: { type: 'all' },
    numberId: null,
  });
  return previewCampaign(ctx, { id });
}

test('the texts shown are of recipients only, and the longest of all is among them', async () => {
  const { samples, recipients } = await previewOf(await people(), 'Hi {{first_name}}, come by');
  const shown = samples.map(({ name }) => name);
  expect([recipients, shown.length]).toEqual([9, 5]);
  expect(shown).not.toContain('Nobody');
  expect(samples.at(-1)).toMatchObject({
    name: 'Anna'.repeat(30),
    values: { first_name: 'Anna'.repeat(30), loyalty_tier: 'gold' },
  });
});

test('a draft without a text is shown as people who would get one', async () => {
  const { samples } = await previewOf(await people(), '');
  expect(samples.map(({ name }) => name)).not.toContain('Nobody');
  expect(samples).toHaveLength(5);
});

test('whoever may not see contacts sees the texts alone', async () => {
  const ctx = await people();
  const actor = testUser(['campaigns:read', 'campaigns:write']);
  const { samples } = await previewOf({ ...ctx, actor }, 'Hi {{first_name}}');
  expect(samples.map(({ values }) => values)).toEqual([{}, {}, {}, {}, {}]);
});

test('a merge field that no recipient has and that has no fallback prevents the launch; it is named with those that there are', async () => {
  const ctx = await people();
  const { blockers, warnings } = await previewOf(ctx, 'Hi {{frist_name}}, you are {{loyalty_tier|new}}');
  expect(aboutFields(warnings)).toEqual([]);
  expect(aboutFields(blockers)).toEqual([
    {
      code: 'unknown_field',
      detail: 'No recipient has a field “frist_name”. Did you mean “first_name”?',
      fix: 'These fields can be used: first_name, last_name, email, city, region, postal_code, phone, loyalty_tier.',
    },
  ]);
});

function aboutFields(notices: readonly LaunchNotice[]): LaunchNotice[] {
  return notices.filter(({ code }) => code === 'unknown_field' || code === 'empty_field');
}

test('a field in single braces is told before it goes out as it is written', async () => {
  const template =
    'Hi {first_name}, {First Name|you}, {{city|there}} {loyalty_tier} {smile} {first_name} {{a}}';
  const { warnings } = await previewOf(await people(), template);
  const told = warnings.filter(({ code }) => code === 'single_braces');
  expect(told.map(({ detail }) => detail.split('”')[0])).toEqual([
    '“{first_name}',
    '“{First Name|you}',
    '“{loyalty_tier}',
  ]);
  expect(told[0]?.fix).toContain('{{first_name}}');
});

test('an address that is no link is told before it goes out uncounted', async () => {
  const { warnings } = await previewOf(await people(), 'Sale at www.shop.example.');
  expect(warnings.find(({ code }) => code === 'bare_link')?.fix).toBe(
    'Write https://www.shop.example to make it a short link.',
  );
});

async function fieldWarnings(ctx: Context, template: string): Promise<string[]> {
  const { warnings } = await previewOf(ctx, template);
  return warnings.filter(({ code }) => code === 'unknown_field').map(({ detail }) => detail);
}

test('a fallback does not hide a mistyped merge field, nor does an audience of nobody', async () => {
  const template =
    'Hi {{first_nam|there}}, your {{loyalty_teir|tier}} and {{shoe_size|size}}, {{loyalty_tier|new}}';
  const expected = [
    'No recipient has a field “first_nam”. Did you mean “first_name”?',
    'No recipient has a field “loyalty_teir”. Did you mean “loyalty_tier”?',
    'No recipient has a field “shoe_size”.',
  ];
  const ctx = await people();
  expect(await fieldWarnings(ctx, template)).toEqual(expected);
  await services.database.owner.query(`update contacts set consent = 'unknown' where tenant_id = $1`, [
    ctx.tenantId,
  ]);
  expect(await fieldWarnings(ctx, template)).toEqual(expected);
});

test('when everyone is left out, the way out is the one for the reason that leaves out most', async () => {
  const ctx = await people();
  const fixOf = async (template: string) =>
    (await previewOf(ctx, template)).blockers.find(({ code }) => code === 'everyone_excluded')?.fix;
  await services.database.owner.query(
    `update contacts set first_name = repeat('Anna', 30) where tenant_id = $1`,
    [ctx.tenantId],
  );
  expect(await fixOf('{{first_name}}'.repeat(14))).toBe('Shorten the text.');
  await services.database.owner.query(`update contacts set consent = 'unknown' where tenant_id = $1`, [
    ctx.tenantId,
  ]);
  expect(await fixOf('Hello')).toContain('Record how these people agreed');
});
