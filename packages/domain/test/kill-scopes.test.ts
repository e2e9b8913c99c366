import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withSystem } from '@sms-crm/db/transaction';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PutKillSwitch } from '@sms-crm/contracts/kill-switch';
import { permissions } from '@sms-crm/contracts/permissions';
import { addMember, addUser } from '../src/access/add-user.ts';
import { createCampaign } from '../src/campaigns/create.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { createContext, type Context } from '../src/context/context.ts';
import { readAtCarrier } from '../src/kill-switch/at-carrier.ts';
import { putKillSwitch } from '../src/kill-switch/put.ts';
import { listKillSwitches } from '../src/kill-switch/read.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { createTestServices, newTenant, testUser, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
let ports: Pick<TestServices, 'enqueue' | 'signal' | 'wakePump' | 'rates'>;
let ctx: Context;
beforeAll(async () => {
  services = await createTestServices();
  ports = { ...services };
});
beforeEach(async () => {
  const { tenantId, roleIds } = await newTenant(services);
  const admin = await withSystem(services.system, async (db) => {
    const email = `owner-${tenantId}@example.com`;
    const { userId } = await addUser(db, { name: 'Owner', email, passwordHash: null, platformAdmin: true });
    await addMember(db, { tenantId, userId, roleId: roleIds['owner'] ?? '' });
    return userId;
  });
  ctx = createContext(services, { tenantId, actor: { ...testUser(), id: admin }, requestId: 'test' });
  services.jobs.length = 0;
});
afterEach(async () => {
  Object.assign(services, ports);
  await services.database.owner.query('delete from platform_kill_switch');
});
afterAll(() => services.close());

const gone = () => Promise.reject(new Error('Redis is away'));

/** Takes Redis from the process; what it already holds goes on. */
function loseRedis(): void {
  services.enqueue = gone;
  services.signal = gone;
  services.wakePump = gone;
  services.rates = { take: gone, available: gone };
}

/** A campaign of 200 texts under way, ten requests open at a time, each of which takes 100 ms. */
async function underWay() {
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const startedAt: number[] = [];
  carrier.answer = async (_text, take) => {
    startedAt.push(performance.now());
    await sleep(100);
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  const numberId = await giveNumber(ctx);
  await addContacts(ctx, 200);
  const sender = new TestSender(services, ctx);
  sender.tools.bulkSlots = new RequestSlots(10);
  const campaignId = await launch(ctx, 'Hello');
  for (const job of services.jobs.splice(0)) if (job.name === 'campaign.freeze') await sender.run(job);
  const draining = sender.drain().catch(() => undefined);
  await expect.poll(() => startedAt.length, { timeout: 5_000 }).toBeGreaterThan(20);
  return { carrier, startedAt, numberId, campaignId, sender, draining };
}

type Scope = PutKillSwitch['scope'];
const switchOf = (
  scope: Scope,
  ids: { campaignId: string; numberId: string },
  on: boolean,
): PutKillSwitch => {
  if (scope === 'campaign') return { scope, id: ids.campaignId, on, reason: 'test' };
  if (scope === 'number') return { scope, id: ids.numberId, on, reason: 'test' };
  return { scope, on, reason: 'test' };
};

test.each<[Scope, string, () => void]>([
  ['tenant', 'with Redis', () => undefined],
  ['campaign', 'with Redis', () => undefined],
  ['number', 'with Redis', () => undefined],
  ['platform', 'with Redis', () => undefined],
  ['tenant', 'with Redis away', loseRedis],
  ['campaign', 'with Redis away', loseRedis],
  ['number', 'with Redis away', loseRedis],
  ['platform', 'with Redis away', loseRedis],
])(
  'no request starts later than 1 s after the switch of a %s, %s, and lifting it sends exactly what was left',
  async (scope, _when, lose) => {
    const scene = await underWay();
    lose();
    const thrown = await putKillSwitch(ctx, switchOf(scope, scene, true));
    const committedAt = performance.now();
    expect(thrown.items.map((item) => item.scope)).toEqual([scope]);
    await scene.draining;
    expect(Math.max(...scene.startedAt)).toBeLessThan(committedAt + 1_000);
    const before = scene.startedAt.length;
    expect(before).toBeLessThan(200);
    Object.assign(services, ports);
    await scene.sender.drain();
    expect(scene.startedAt.length).toBe(before);
    expect(await reportCampaign(ctx, { id: scene.campaignId })).toMatchObject({
      waitingBy: [{ reason: 'kill_switch', count: 200 - before }],
      finish: { at: null, binds: 'kill_switch' },
    });
    await putKillSwitch(ctx, switchOf(scope, scene, false));
    await scene.sender.drain();
    expect(scene.carrier.requests.length).toBe(200);
    expect(new Set(scene.carrier.requests.map(({ to }) => to)).size).toBe(200);
    expect((await reportCampaign(ctx, { id: scene.campaignId })).campaign.status).toBe('completed');
  },
);

test.each<[Scope, string, string]>([
  ['tenant', 'The kill switch of your organisation is on.', 'Settings'],
  ['campaign', 'The kill switch of this campaign is on.', 'page of the campaign'],
  ['number', 'The kill switch of the sending number 55500 is on.', 'another number'],
  ['platform', 'The kill switch of the whole installation is on.', 'Whoever runs this installation'],
])(
  'the switch of a %s blocks a launch, and the preview says which it is and what to do',
  async (scope, detail, fix) => {
    const numberId = await giveNumber(ctx);
    await addContacts(ctx, 1);
    const { id } = await createCampaign(ctx, {
      name: 'Test',
      template: 'Hello',
      audience: { type: 'all' },
      numberId: null,
    });
    const ids = { campaignId: id, numberId };
    await putKillSwitch(ctx, switchOf(scope, ids, true));
    const { blockers, finish } = await previewCampaign(ctx, { id });
    expect(blockers).toEqual([{ code: `${scope}_kill_switch`, detail, fix: expect.stringContaining(fix) }]);
    expect(finish.at === null).toBe(scope === 'number');
    await expect(launchCampaign(ctx, { id })).rejects.toMatchObject({
      code: 'blocked',
      message: expect.stringContaining(detail),
    });
    await putKillSwitch(ctx, switchOf(scope, ids, false));
    expect((await launchCampaign(ctx, { id })).status).toBe('launching');
  },
);

test.each<Scope>(['tenant', 'campaign', 'number', 'platform'])(
  'the switch of a %s says how many texts the carrier holds: before, in its answer and in the audit log',
  async (scope) => {
    services.carrier.current = new ScriptedCarrier();
    const numberId = await giveNumber(ctx);
    await addContacts(ctx, 12);
    const sender = new TestSender(services, ctx);
    const campaignId = await launch(ctx, 'Hello');
    await sender.drain();
    const ids = { numberId, campaignId };
    const { on: _on, reason: _reason, ...query } = switchOf(scope, ids, true);
    const { atCarrier } = await readAtCarrier(ctx, query);
    expect(atCarrier).toBeGreaterThanOrEqual(12);
    expect((await putKillSwitch(ctx, switchOf(scope, ids, true))).atCarrier).toBe(atCarrier);
    await putKillSwitch(ctx, switchOf(scope, ids, true));
    const { rows } = await services.database.owner.query(
      `select action, target_type, after from audit_log where tenant_id = $1 and action like 'kill-switch%'`,
      [ctx.tenantId],
    );
    expect(rows).toEqual([
      { action: 'kill-switch.on', target_type: scope, after: { reason: 'test', atCarrier } },
    ]);
  },
);

test('only an admin of the installation moves its switch, and everybody sees it', async () => {
  const { tenantId } = await newTenant(services);
  const other = createContext(services, { tenantId, actor: testUser(), requestId: 'test' });
  const permitted = new Set(permissions);
  const robot = {
    type: 'api-key' as const,
    id: randomUUID(),
    label: 'Robot',
    role: 'Owner',
    permissions: permitted,
    ip: null,
  };
  const key = createContext(services, { tenantId, actor: robot, requestId: 'test' });
  for (const who of [other, key]) {
    await expect(putKillSwitch(who, { scope: 'platform', on: true, reason: 'x' })).rejects.toMatchObject({
      code: 'permission_missing',
    });
    await expect(readAtCarrier(who, { scope: 'platform' })).rejects.toMatchObject({
      code: 'permission_missing',
    });
  }
  expect(await listKillSwitches(ctx)).toEqual({ items: [], mayUsePlatform: true });
  services.topics.length = 0;
  await putKillSwitch(ctx, { scope: 'platform', on: true, reason: 'carrier trouble' });
  expect(services.topics.filter((topic) => topic === 'kill-switch').length).toBeGreaterThanOrEqual(2);
  expect(await listKillSwitches(other)).toMatchObject({
    items: [{ scope: 'platform', id: null, reason: 'carrier trouble', by: 'tester@example.com' }],
    mayUsePlatform: false,
  });
});
