import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCampaign } from '../src/campaigns/create.ts';
import { freezeCampaign } from '../src/campaigns/freeze.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { giveNumber, launch } from './sending-kit.ts';

let services: TestServices;
let now = 0;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { now: () => new Date(now), recipientTime: () => '12:00', demoTime: () => null };
});
afterAll(() => services.close());

type Person = { prefix: string; region: string | null; consent: string; isStopped: boolean; tag: boolean };

/** Places of one clock, of two, of no known state, of many countries, and one whose hours never meet another's. */
const person: fc.Arbitrary<Person> = fc.record({
  prefix: fc.constantFrom('+1415555', '+1208555', '+1800555', '+1305555', '+1907555', '+4479460', '+6140055'),
  region: fc.constantFrom(null, 'NY', 'TX', 'LA', 'AK', 'HI'),
  consent: fc.constantFrom('granted', 'granted', 'granted', 'unknown', 'revoked'),
  isStopped: fc.boolean(),
  tag: fc.boolean(),
});

function phoneOf({ prefix }: Person, index: number): string {
  return `${prefix}${String(index).padStart(4, '0')}`;
}

async function addPeople(ctx: Context, people: readonly Person[]): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const phones = sql.param(people.map(phoneOf));
    await ctx.tx.db.execute(sql`
      insert into contacts (tenant_id, phone, region, consent, created_at)
      select ${ctx.tenantId}::uuid, p.phone, p.region, p.consent, '2027-01-01'
      from unnest(${phones}::text[], ${sql.param(people.map(({ region }) => region))}::text[], ${sql.param(people.map(({ consent }) => consent))}::text[]) as p (phone, region, consent)`);
    await ctx.tx.db.execute(sql`
      insert into do_not_contact (tenant_id, phone, origin, created_by)
      select ${ctx.tenantId}::uuid, p.phone, 'operator', 'test' from unnest(${phones}::text[], ${sql.param(people.map(({ isStopped }) => isStopped))}::boolean[]) as p (phone, stopped) where p.stopped`);
    await ctx.tx.db.execute(sql`
      insert into contact_tags (tenant_id, tag, contact_id) select c.tenant_id, 'vip', c.id
      from unnest(${phones}::text[], ${sql.param(people.map(({ tag }) => tag))}::boolean[]) as p (phone, tag)
      join contacts c on c.tenant_id = ${ctx.tenantId}::uuid and c.phone = p.phone where p.tag`);
  });
}

async function frozenRows(ctx: Context): Promise<Record<string, number>> {
  const { rows } = await services.database.owner.query<{ reason: string; count: number }>(
    `select coalesce(reason, 'queued') as reason, count(*)::int as count from messages where tenant_id = $1 group by 1`,
    [ctx.tenantId],
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

async function waitingRows(ctx: Context): Promise<number> {
  const { rows } = await services.database.owner.query<{ count: number }>(
    `select coalesce(sum(size), 0)::int as count from message_batches where tenant_id = $1 and not_before > $2`,
    [ctx.tenantId, new Date(now)],
  );
  return rows[0]?.count ?? 0;
}

/** Among random people, these two are always there: one who may get it, and one of the tag. */
const somebody: Person = {
  prefix: '+1212555',
  region: null,
  consent: 'granted',
  isStopped: false,
  tag: true,
};

test(
  'the preview at the launch is what the freeze writes, in every reason and every wait',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { maxLength: 60 }),
        fc.boolean(),
        fc.date({
          min: new Date('2027-01-02T00:00:00Z'),
          max: new Date('2027-12-30T00:00:00Z'),
          noInvalidDate: true,
        }),
        async (people, byTag, at) => {
          now = at.getTime();
          const ctx = await newContext(services);
          await giveNumber(ctx);
          await addPeople(ctx, [...people, somebody]);
          const { id } = await createCampaign(ctx, {
            name: 'Test',
            template: 'Hello',
            audience: byTag ? { type: 'tag', tag: 'vip' } : { type: 'all' },
            numberId: null,
          });
          const preview = await previewCampaign(ctx, { id });
          await launchCampaign(ctx, { id, expectedRecipients: preview.recipients });
          await freezeCampaign(ctx, { campaignId: id }, { signal: new AbortController().signal });
          const shown = Object.fromEntries(preview.excluded.map(({ reason, count }) => [reason, count]));
          expect({ ...shown, queued: preview.recipients }).toEqual(await frozenRows(ctx));
          expect(preview.openings.waiting).toBe(await waitingRows(ctx));
          const opens = preview.openings.at.map(({ opensAt }) => Date.parse(opensAt));
          expect(opens.every((moment) => moment > now)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  },
);

test('a freeze whose process ends writes no more and asks for another run, which is no job that is there already', async () => {
  now = Date.parse('2027-06-01T20:00:00Z');
  const ctx = await newContext(services);
  await giveNumber(ctx);
  await addPeople(ctx, [somebody]);
  const campaignId = await launch(ctx);
  const ownJobs = () => services.jobs.filter(({ payload }) => payload.tenantId === ctx.tenantId);
  await freezeCampaign(ctx, { campaignId }, { signal: AbortSignal.abort() });
  expect(await frozenRows(ctx)).toEqual({});
  const [asked, handedOn] = ownJobs();
  expect(handedOn).toMatchObject({ name: 'campaign.freeze', payload: { campaignId } });
  expect(handedOn?.jobId).not.toBe(asked?.jobId);
  await freezeCampaign(ctx, { campaignId }, { signal: new AbortController().signal });
  expect(await frozenRows(ctx)).toEqual({ queued: 1 });
});
