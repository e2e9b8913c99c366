import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteCountryDatabase } from '../src/clicks/delete-country-database.ts';
import { getReclassification } from '../src/clicks/get-reclassification.ts';
import { getClickSettings } from '../src/clicks/get-settings.ts';
import { putCountryDatabase } from '../src/clicks/put-country-database.ts';
import { recordClicks } from '../src/clicks/record.ts';
import { dueReclassifyJobs } from '../src/clicks/reclassify-due.ts';
import { reclassifyClicks } from '../src/clicks/reclassify.ts';
import { startReclassification } from '../src/clicks/start-reclassification.ts';
import { updateClickSettings } from '../src/clicks/update-settings.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { withSystem } from '@sms-crm/db/transaction';
import {
  android,
  clickDrift,
  countersOf,
  hitOf,
  newCampaign,
  verdictsOf,
  type Scene,
  type Tap,
} from './click-kit.ts';
import { countryFile } from './mmdb-kit.ts';
import { rowsOf } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const never = new AbortController().signal;

/** Taps that every rule speaks about, and some that none does. */
const taps: Tap[] = [
  ...[0, 1, 2, 3, 4].map((text): Tap => ({ text, ms: text * 1_000 })),
  { text: 5, ms: 0, ip: '81.2.80.1' },
  { text: 5, ms: 8_000, ip: '81.2.80.1' },
  { text: 5, ms: 30_000, ip: '81.2.80.1', link: 0, agent: android },
  { text: 5, ms: 30_500, ip: '81.2.80.1', link: 1, agent: android },
  { text: 6, ms: 60_000, ip: '3.5.140.9' },
  { text: 6, ms: 61_000, ip: '81.2.90.1', agent: 'curl/8.5.0' },
  { text: 6, ms: 62_000, ip: '81.2.90.1' },
];

async function recorded(): Promise<{ scene: Scene; verdicts: () => ReturnType<typeof verdictsOf> }> {
  const scene = await newCampaign(services, 7);
  const hits = taps.map((tap) => hitOf(scene, tap));
  await recordClicks(scene.ctx, hits);
  return { scene, verdicts: () => verdictsOf(services, scene, hits) };
}

/** Behind the taps, which the kit puts an hour ahead. */
const now = () => new Date(Date.now() + 2 * 3_600_000);

async function reclassify(scene: Scene, campaignId: string | null = null) {
  const ctx = { ...scene.ctx, services: { ...services, clock: { ...services.clock, now } } };
  const { id } = await startReclassification(ctx, { campaignId });
  await reclassifyClicks(ctx, { reclassificationId: id }, { signal: never });
  return getReclassification(scene.ctx, { id });
}

test('judging again by the same rules changes nothing', async () => {
  const { scene, verdicts } = await recorded();
  const [before, counters] = [await verdicts(), await countersOf(services, scene)];
  expect(new Set(before)).toEqual(
    new Set(['burst', 'human', 'duplicate', 'all-links', 'hosting', 'no-browser']),
  );
  for (const campaignId of [null, scene.campaignId]) {
    expect(await reclassify(scene, campaignId)).toMatchObject({
      done: taps.length,
      changed: 0,
      rules: '1.1',
    });
  }
  expect(await verdicts()).toEqual(before);
  expect(await countersOf(services, scene)).toEqual(counters);
});

test('judged again by other rules, verdicts, counters and the name of the rules change together', async () => {
  const { scene, verdicts } = await recorded();
  await updateClickSettings(scene.ctx, { burstTexts: 6, duplicateMs: 1_000 });
  const run = await reclassify(scene);
  expect(run).toMatchObject({ done: taps.length, changed: 6, rules: '1.2' });
  expect(run.finishedAt).not.toBeNull();
  const after = await verdicts();
  expect(after.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 'human'));
  expect(await countersOf(services, scene)).toMatchObject({ 'click-human': 8, 'click-recipient': 7 });
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
  const rules = await rowsOf<{ rules: string }>(
    services,
    scene,
    'select distinct rules from clicks where tenant_id = $1',
  );
  expect(rules).toEqual([{ rules: '1.2' }]);
  await updateClickSettings(scene.ctx, { burstTexts: 5, duplicateMs: 10_000 });
  expect(await reclassify(scene)).toMatchObject({ changed: 6, rules: '1.3' });
  expect(await countersOf(services, scene)).toMatchObject({ 'click-human': 2, 'click-recipient': 2 });
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
});

const due = (ms: number) =>
  withSystem(services.system, (db) => dueReclassifyJobs(db, new Date(Date.now() + ms)));

test('a run asked for twice is one, and one that lost its job gets another', async () => {
  const { scene } = await recorded();
  const [first, second] = [
    await startReclassification(scene.ctx, { campaignId: null }),
    await startReclassification(scene.ctx, { campaignId: null }),
  ];
  expect(second.id).toBe(first.id);
  const isOurs = ({ payload }: { payload: object }) =>
    'reclassificationId' in payload && payload.reclassificationId === first.id;
  expect((await due(30_000)).filter(isOurs)).toEqual([]);
  expect((await due(61_000)).filter(isOurs)).toHaveLength(1);
});

test('addresses are kept cut, or hashed so that one network is still known', async () => {
  const { scene } = await recorded();
  const ips = "select distinct ip, net from clicks where tenant_id = $1 and verdict = 'burst'";
  expect(await rowsOf(services, scene, ips)).toEqual([{ ip: '81.2.69.0/24', net: '81.2.69.0/24' }]);
  await updateClickSettings(scene.ctx, { ipMode: 'hashed' });
  const later = [0, 1, 2, 3, 4].map((text): Tap => ({ text, ms: 90_000, ip: `81.2.95.${text}` }));
  await recordClicks(
    scene.ctx,
    later.map((tap) => hitOf(scene, tap)),
  );
  const kept = await rowsOf<{ ip: string; net: string }>(
    services,
    scene,
    `select ip, net from clicks where tenant_id = $1 and rules = '1.2' and verdict = 'burst'`,
  );
  expect(new Set(kept.map((row) => row.ip)).size).toBe(5);
  expect(new Set(kept.map((row) => row.net)).size).toBe(1);
  expect(JSON.stringify(kept)).not.toContain('81.2.');
  expect(await reclassify(scene)).toMatchObject({ changed: 0 });
});

test.each([
  { others: 3, verdict: 'human' },
  { others: 5, verdict: 'burst' },
])(
  'one text opened 250 times counts once beside $others others: $verdict, at once as when judged again',
  async ({ others, verdict }) => {
    const scene = await newCampaign(services, others + 1);
    const tap = (text: number, ms: number, agent = android) => hitOf(scene, { text, ms, agent });
    const single = Array.from({ length: others }, (_, text) => tap(text, text * 200));
    const many = Array.from({ length: 250 }, (_, n) => tap(others, 2_000 + n * 20, `${android} ${n}`));
    for (const batch of [single.slice(0, 2), many, single.slice(2, 3), single.slice(3)]) {
      await recordClicks(scene.ctx, batch);
    }
    expect(new Set(await verdictsOf(services, scene, [...single, ...many]))).toEqual(new Set([verdict]));
    expect(await reclassify(scene)).toMatchObject({ done: others + 250, changed: 0 });
    expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
  },
);

test('a link opened again and again behind a proxy is one tap, in whatever batches', async () => {
  const scene = await newCampaign(services, 1);
  const hits = Array.from({ length: 150 }, (_, n) => hitOf(scene, { text: 0, ms: n * 300, ip: '10.0.0.1' }));
  for (let from = 0; from < hits.length; from += 30)
    await recordClicks(scene.ctx, hits.slice(from, from + 30));
  const verdicts = await verdictsOf(services, scene, hits);
  expect(verdicts.filter((verdict) => verdict === 'human')).toHaveLength(1);
  expect(await reclassify(scene)).toMatchObject({ done: 150, changed: 0 });
});

test('countries come from the tenant’s own database, once it has one', async () => {
  const scene = await newCampaign(services, 1);
  const upload = (content: Buffer) =>
    putCountryDatabase(scene.ctx, { fileName: 'Test-Country.mmdb', content: pieces(content) });
  const tap = (ms: number, ip: string) => recordClicks(scene.ctx, [hitOf(scene, { text: 0, ms, ip })]);
  await expect(upload(Buffer.from('ip,country'))).rejects.toMatchObject({ code: 'malformed_file' });
  const broken = countryFile({ '81.2.0.0/16': 'XX' }, { values: { XX: Buffer.from([0, 200]) } });
  await expect(upload(broken)).rejects.toMatchObject({ code: 'malformed_file' });
  const ofFarAway = countryFile({ '81.2.0.0/16': 'GB' }, { builtAtSeconds: Date.UTC(10_000, 0) / 1_000 });
  await expect(upload(ofFarAway)).rejects.toMatchObject({ code: 'malformed_file' });
  await tap(0, '81.2.69.1');
  await upload(countryFile({ '81.2.0.0/16': 'GB', '203.0.0.0/8': 'AU' }));
  expect(await getClickSettings(scene.ctx)).toMatchObject({
    countryDatabase: { name: 'Test-Country.mmdb', type: 'Test-Country', builtAt: '2023-11-14T22:13:20.000Z' },
  });
  await tap(20_000, '81.2.69.1');
  await tap(40_000, '203.1.1.1');
  await tap(60_000, '82.1.1.1');
  await upload(countryFile({ '81.2.0.0/16': 'IE' }));
  await tap(80_000, '81.2.69.1');
  await deleteCountryDatabase(scene.ctx);
  await tap(100_000, '81.2.69.1');
  const rows = await rowsOf<{ country: string | null }>(
    services,
    scene,
    'select country from clicks where tenant_id = $1 order by id',
  );
  expect(rows.map((row) => row.country)).toEqual([null, 'GB', 'AU', null, 'IE', null]);
  expect(await clickDrift(scene.ctx, scene.campaignId)).toEqual([]);
});

async function* pieces(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content.subarray(0, 10);
  yield content.subarray(10);
}
