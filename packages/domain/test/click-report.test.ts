import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SegmentFilter } from '@sms-crm/contracts/segments';
import { createCampaign } from '../src/campaigns/create.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { updateCampaign } from '../src/campaigns/update.ts';
import { recordClicks } from '../src/clicks/record.ts';
import { listContacts } from '../src/contacts/list.ts';
import { listCampaignMessages } from '../src/messages/list-of-campaign.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { countSegment } from '../src/segments/count.ts';
import { createSegment } from '../src/segments/create.ts';
import { deleteSegment } from '../src/segments/delete.ts';
import { listSegments } from '../src/segments/list.ts';
import { updateSegment } from '../src/segments/update.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { android, hitOf, iPhone, newCampaign, type Scene, type Tap } from './click-kit.ts';
import { giveNumber } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Taps of an hour after the text: recipients 0 to 2 click, 0 again and on the other link, and machines come along. */
const taps: Tap[] = [
  { text: 0, ms: 0, agent: iPhone },
  { text: 0, ms: 4_000, agent: iPhone },
  { text: 0, ms: 60_000, agent: iPhone },
  { text: 0, ms: 90_000, link: 1, agent: android },
  { text: 1, ms: 5_000, ip: '81.2.70.1', agent: android },
  { text: 2, ms: 86_400_000, ip: '81.2.71.1', agent: android },
  { text: 3, ms: 0, ip: '81.2.72.1', agent: 'WhatsApp/2.23.20.0' },
  { text: 3, ms: 0, ip: '3.5.140.9', agent: iPhone },
  { text: 4, ms: 0, ip: '3.5.140.9', agent: iPhone, hints: 'sec-purpose:prefetch\n' },
];

/** Five delivered texts to five contacts, tapped as above. */
async function tapped(): Promise<Scene> {
  const scene = await newCampaign(services, 5);
  await services.database.owner.query(
    `with people as (
       insert into contacts (tenant_id, phone, country, consent)
       select tenant_id, '+1415555' || (row_number() over (order by id) + 1000), 'US', 'granted' from messages where tenant_id = $1
       returning id, phone
     ) update messages m set contact_id = p.id, phone = p.phone
     from people p, (select id, row_number() over (order by id) as n from messages where tenant_id = $1) o
     where m.id = o.id and p.phone = '+1415555' || (o.n + 1000)`,
    [scene.tenantId],
  );
  await services.database.owner.query(
    `insert into campaign_hourly (tenant_id, campaign_id, hour, metric, detail, value)
     values ($1, $2, date_trunc('hour', now()), 'status', 'delivered', 4), ($1, $2, date_trunc('hour', now()), 'status', 'undelivered', 1)`,
    [scene.tenantId, scene.campaignId],
  );
  await recordClicks(
    scene.ctx,
    taps.map((tap) => hitOf(scene, tap)),
  );
  return scene;
}

test('the report tells first clicks and repeats, links, devices, time to click and machines by reason', async () => {
  const scene = await tapped();
  const { clicks, totals, links, hourly } = await reportCampaign(scene.ctx, { id: scene.campaignId });
  expect(clicks).toMatchObject({
    human: 5,
    bot: 3,
    duplicate: 1,
    all: 9,
    recipients: 3,
    repeats: 2,
    clickThrough: 3 / 4,
    links: [
      { url: 'https://shop.example/0', human: 4, bot: 3, duplicate: 1, all: 8 },
      { url: 'https://shop.example/1', human: 1, bot: 0, duplicate: 0, all: 1 },
    ],
    devices: [
      { device: 'android', count: 3 },
      { device: 'ios', count: 2 },
    ],
    countries: [{ country: null, count: 5 }],
    medianDelay: '4h',
  });
  expect(new Set(clicks.reasons.map(({ verdict, count }) => `${verdict} ${count}`))).toEqual(
    new Set(['preview 1', 'hosting 1', 'prefetch 1']),
  );
  expect(clicks.delays.filter(({ count }) => count > 0)).toEqual([
    { within: '4h', count: 2 },
    { within: 'later', count: 1 },
  ]);
  expect(totals).toMatchObject({ clicksHuman: 5, clicksAll: 9 });
  expect(links.map(({ human, all }) => [human, all])).toEqual([
    [4, 8],
    [1, 1],
  ]);
  const inHours = hourly.filter(({ clicksAll }) => clicksAll > 0);
  // The taps of the first day may meet the turn of an hour.
  const sums = [inHours.slice(0, -1), inHours.slice(-1)].map((own) => [
    own.reduce((sum, { clicksHuman }) => sum + clicksHuman, 0),
    own.reduce((sum, { clicksAll }) => sum + clicksAll, 0),
  ]);
  expect(sums).toEqual([
    [4, 8],
    [1, 1],
  ]);
});

test('a segment holds whom the report’s list holds, for every filter', async () => {
  const scene = await tapped();
  const { campaignId, ctx, links } = scene;
  const phones = async (filter: SegmentFilter) => {
    const { id } = await createSegment(ctx, { name: 'Group', filter });
    const { items } = await listContacts(ctx, { limit: 50, segmentId: id });
    expect(await countSegment(ctx, { filter })).toEqual({ contacts: items.length });
    return items.map(({ phone }) => phone).toSorted();
  };
  const listed = async (linkId?: string) => {
    const query = { id: campaignId, limit: 50, status: 'clicked', linkId };
    return (await listCampaignMessages(ctx, query)).items.map(({ to }) => to).toSorted();
  };
  expect(await listed()).toHaveLength(3);
  expect(await phones({ type: 'clicked', campaignId })).toEqual(await listed());
  expect(await phones({ type: 'clicked', campaignId, linkId: links[1] })).toEqual(await listed(links[1]));
  expect(await phones({ type: 'not-clicked', campaignId })).toHaveLength(2);
  expect(await phones({ type: 'replied', campaignId })).toEqual([]);
  const { items } = await listSegments(ctx, { limit: 50 });
  expect(items.map(({ words }) => words).toReversed()).toEqual([
    'Clicked a link of “Spring”',
    'Clicked one link of “Spring”',
    'Got “Spring” and did not click',
    'Replied to “Spring”',
  ]);
});

test('a campaign goes to a segment, and its draft follows the segment', async () => {
  const scene = await tapped();
  const { ctx, campaignId } = scene;
  await giveNumber(ctx);
  const { id: segmentId } = await createSegment(ctx, {
    name: 'Clickers',
    filter: { type: 'clicked', campaignId },
  });
  const audience = { type: 'segment' as const, segmentId };
  const draft = await createCampaign(ctx, { name: 'Again', template: 'Hi', audience, numberId: null });
  expect(draft.audience).toEqual({ ...audience, name: 'Clickers' });
  expect(await previewCampaign(ctx, { id: draft.id })).toMatchObject({ matched: 3, recipients: 3 });
  await updateSegment(ctx, { id: segmentId, filter: { type: 'not-clicked', campaignId } });
  expect(await previewCampaign(ctx, { id: draft.id })).toMatchObject({ matched: 2 });
  await expect(deleteSegment(ctx, { id: segmentId })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Again'),
  });
  await updateCampaign(ctx, { id: draft.id, change: { audience: { type: 'all' } } });
  expect(await previewCampaign(ctx, { id: draft.id })).toMatchObject({ matched: 5 });
  await deleteSegment(ctx, { id: segmentId });
  await expect(updateCampaign(ctx, { id: draft.id, change: { audience } })).rejects.toMatchObject({
    code: 'not_found',
  });
});
