import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageEvents } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { recordClicks } from '../src/clicks/record.ts';
import type { Hit } from '../src/links/hit-stream.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import {
  android,
  clickDrift,
  countersOf,
  hitOf,
  newCampaign,
  start,
  verdictsOf,
  type Scene,
  type Tap,
} from './click-kit.ts';
import { rowsOf } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Records taps, one batch after the other, and tells what each was found to be. */
async function record(scene: Scene, ...batches: Tap[][]) {
  const hits = batches.map((taps) => taps.map((tap) => hitOf(scene, tap)));
  for (const batch of hits) await recordClicks(scene.ctx, batch);
  return verdictsOf(services, scene, hits.flat());
}

test('hits are stored and counted once, people apart from machines, recipients once', async () => {
  const scene = await newCampaign(services, 2);
  const preview = hitOf(scene, { text: 1, ms: 0, agent: 'WhatsApp/2.23.20.0\0' });
  const hits = [hitOf(scene, { text: 0, ms: 0 }), hitOf(scene, { text: 0, ms: 20_000 }), preview];
  expect(await recordClicks(scene.ctx, hits)).toBe(3);
  expect(await recordClicks(scene.ctx, hits)).toBe(0);
  expect(await recordClicks(scene.ctx, [...hits, hitOf(scene, { text: 0, ms: 40_000 })])).toBe(1);
  expect(await countersOf(services, scene)).toEqual({
    'click-bot': 1,
    'click-country': 3,
    'click-delay': 1,
    'click-device': 3,
    'click-human': 3,
    'click-reason': 1,
    'click-recipient': 1,
  });
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
  expect(services.topics).toContain(`campaign:${scene.campaignId}`);
});

test('processes that record the first clicks of one text count its recipient once', async () => {
  const scene = await newCampaign(services, 1);
  const taps = Array.from({ length: 8 }, (_, n): Tap => ({ text: 0, ms: n * 20_000 }));
  await Promise.all(taps.map((tap) => recordClicks(scene.ctx, [hitOf(scene, tap)])));
  expect(await countersOf(services, scene)).toMatchObject({ 'click-human': 8, 'click-recipient': 1 });
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
});

test('hits of another tenant are not recorded here', async () => {
  const [scene, other] = [await newCampaign(services, 1), await newCampaign(services, 1)];
  expect(await recordClicks(scene.ctx, [hitOf(other, { text: 0, ms: 0 })])).toBe(0);
});

test('a hit counts in the hour in which it happened, also when it is recorded later', async () => {
  const scene = await newCampaign(services, 1);
  await record(scene, [{ text: 0, ms: 3 * 3_600_000 }]);
  const hours = await rowsOf<{ hour: Date }>(
    services,
    scene,
    'select hour from campaign_hourly where tenant_id = $1',
  );
  const hour = Math.floor((start + 3 * 3_600_000) / 3_600_000) * 3_600_000;
  expect(new Set(hours.map((row) => row.hour.getTime()))).toEqual(new Set([hour]));
});

const at = (ms: number) => new Date(start + ms);

/** A tap from a network that only this recipient has. */
const alone = (text: number) => ({ text, ip: `81.2.${text}.1` });

test('what comes before the text was out, or within 3 seconds after, is too early', async () => {
  const scene = await newCampaign(services, 4);
  await services.database.owner.query(
    'update messages set claimed_at = $2, handed_over_at = $3 where tenant_id = $1',
    [scene.tenantId, at(0), at(1_000)],
  );
  const event = (text: number, type: string, ms: number) => ({
    tenantId: scene.tenantId,
    messageId: scene.texts[text]?.id ?? '',
    attempt: 0,
    type,
    at: at(ms),
  });
  await withTenant(services.app, scene.tenantId, (db) =>
    db
      .insert(messageEvents)
      .values([event(1, 'sent', 60_000), event(1, 'delivered', 62_000), event(2, 'sent', 500)]),
  );
  const verdicts = await record(scene, [
    { ...alone(0), ms: 500 },
    { ...alone(0), ms: 3_900, agent: android },
    { ...alone(0), ms: 4_000 },
    // Before the carrier's word that it went out nothing is known but the hand-over; from then on that word counts.
    { ...alone(1), ms: 30_000 },
    { ...alone(1), ms: 62_900 },
    { ...alone(1), ms: 63_000, agent: android },
    { ...alone(2), ms: 3_400 },
    { ...alone(2), ms: 3_500, agent: android },
  ]);
  const words = verdicts.map((verdict) => (verdict === 'too-early' ? 'early' : verdict));
  expect(words).toEqual(['early', 'early', 'human', 'human', 'early', 'human', 'early', 'human']);
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
});

/** A tap from the network that all recipients share. */
const shared = (text: number, ms: number): Tap => ({ text, ms, ip: `81.2.69.${text}` });

test('five texts opened from one network within 10 seconds are a burst, also those recorded before it showed', async () => {
  const scene = await newCampaign(services, 6);
  const first = [shared(0, 0), shared(1, 2_000), shared(2, 4_000), shared(3, 8_000)];
  expect(await record(scene, first)).toEqual(['human', 'human', 'human', 'human']);
  expect(await countersOf(services, scene)).toMatchObject({ 'click-human': 4, 'click-recipient': 4 });
  expect(await record(scene, [shared(4, 10_000), { ...shared(5, 10_000), ip: '81.2.70.5' }])).toEqual([
    'burst',
    'human',
  ]);
  expect(await countersOf(services, scene)).toMatchObject({
    'click-human': 1,
    'click-bot': 5,
    'click-recipient': 1,
  });
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
});

test('behind a proxy that hides who asks there is no network, and no burst', async () => {
  const scene = await newCampaign(services, 6);
  const taps = scene.texts.map((_, text): Tap => ({ text, ms: text, ip: '10.1.2.3' }));
  expect(new Set(await record(scene, taps))).toEqual(new Set(['human']));
});

/** Taps on both links of a text. */
const both = (text: number, apart: number): Tap[] => [
  { text, ms: 0, link: 0, ip: '' },
  { text, ms: apart, link: 1, ip: '' },
];

test('all links of one text within a second are a machine, one after the other a person', async () => {
  const scene = await newCampaign(services, 2);
  expect(await record(scene, both(0, 900), both(1, 1_100))).toEqual([
    'all-links',
    'all-links',
    'human',
    'human',
  ]);
});

test('the same link from the same address and browser within 10 seconds is one tap', async () => {
  const scene = await newCampaign(services, 1);
  const verdicts = await record(
    scene,
    [{ text: 0, ms: 0 }],
    [
      { text: 0, ms: 9_000 },
      { text: 0, ms: 9_500, agent: android },
      { text: 0, ms: 20_000 },
    ],
  );
  expect(verdicts).toEqual(['human', 'duplicate', 'human', 'human']);
  expect(await countersOf(services, scene)).toMatchObject({
    'click-human': 3,
    'click-duplicate': 1,
    'click-recipient': 1,
  });
});

const tapArbitrary = fc.record({
  text: fc.nat(6),
  ms: fc.nat(25_000).map((ms) => ms - (ms % 250)),
  link: fc.constantFrom<0 | 1>(0, 1),
  ip: fc.constantFrom('81.2.69.10', '81.2.69.11', '81.2.70.10', '2001:218::5', '10.0.0.1', ''),
  agent: fc.constantFrom(android, 'curl/8.5.0'),
});

/** Hits in another order, cut into batches of one to four. */
const scattered = fc.array(
  fc.record({ tap: tapArbitrary, place: fc.nat(100), size: fc.integer({ min: 1, max: 4 }) }),
  {
    minLength: 2,
    maxLength: 24,
  },
);

test('in whatever batches and order hits come in, they end up as if judged at once, and the counters as counted anew', async () => {
  await fc.assert(
    fc.asyncProperty(scattered, async (hits) => {
      const [once, bit] = [await newCampaign(services, 7), await newCampaign(services, 7)];
      const together = await record(
        once,
        hits.map(({ tap }) => tap),
      );
      const own = hits.map((one) => ({ ...one, hit: hitOf(bit, one.tap) }));
      for (const batch of batchesOf(own)) await recordClicks(bit.ctx, batch);
      const apart = await verdictsOf(
        services,
        bit,
        own.map(({ hit }) => hit),
      );
      expect(apart).toEqual(together);
      expect(await clickDrift(bit.ctx, bit.campaignId)).toEqual([]);
      expect(await countersOf(services, bit)).toEqual(await countersOf(services, once));
    }),
    { numRuns: 8 },
  );
});

function batchesOf(hits: readonly { hit: Hit; place: number; size: number }[]): Hit[][] {
  const shuffled = hits.toSorted((a, b) => a.place - b.place);
  const batches: Hit[][] = [];
  for (let from = 0; from < shuffled.length; from += batches.at(-1)?.length ?? 1) {
    batches.push(shuffled.slice(from, from + (shuffled[from]?.size ?? 1)).map(({ hit }) => hit));
  }
  return batches;
}
