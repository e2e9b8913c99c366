import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { addMember, addUser } from '../src/access/add-user.ts';
import { createContext, withTransaction, type Context } from '../src/context/context.ts';
import { jobActor } from '../src/context/actor.ts';
import { readAtCarrier } from '../src/kill-switch/at-carrier.ts';
import { putKillSwitch } from '../src/kill-switch/put.ts';
import { listKillSwitches } from '../src/kill-switch/read.ts';
import { addNumberCounts } from '../src/numbers/daily-counts.ts';
import { deliverOutbox } from '../src/outbox/deliver.ts';
import { dueOutboxJobs } from '../src/outbox/due.ts';
import { addCounts } from '../src/reports/counters.ts';
import { createTestServices, newTenant, testUser, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
let ctx: Context;
beforeAll(async () => {
  services = await createTestServices();
});
beforeEach(async () => {
  const { tenantId, roleIds } = await newTenant(services);
  ctx = createContext(services, { tenantId, actor: testUser(), requestId: 'test' });
  await withSystem(services.system, async (db) => {
    for (const role of ['owner', 'manager']) {
      const email = `${role}-${tenantId}@example.com`;
      const { userId } = await addUser(db, { name: role, email, passwordHash: null });
      await addMember(db, { tenantId, userId, roleId: roleIds[role] ?? '' });
    }
  });
  for (const collected of [services.jobs, services.topics, services.mails]) collected.length = 0;
});
afterAll(() => services.close());

async function newCampaign(name: string): Promise<string> {
  const { rows } = await services.database.owner.query<{ id: string }>(
    `insert into campaigns (tenant_id, name, created_by) values ($1, $2, 'test') returning id`,
    [ctx.tenantId, name],
  );
  return rows[0]?.id ?? '';
}

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

async function auditActions(): Promise<string[]> {
  const { rows } = await services.database.owner.query<{ action: string }>(
    'select action from audit_log where tenant_id = $1 order by id',
    [ctx.tenantId],
  );
  return rows.map(({ action }) => action);
}

test('thrown for a campaign it says what the carrier still holds, tells those in charge, and twice is once', async () => {
  const [id, other] = [await newCampaign('Spring'), await newCampaign('Autumn')];
  await withTransaction(ctx, (ctx) =>
    addCounts(ctx, [
      { campaignId: id, metric: 'status', detail: 'accepted', value: 5 },
      { campaignId: id, metric: 'status', detail: 'sent', value: 2 },
      { campaignId: id, metric: 'status', detail: 'delivered', value: 9 },
      { campaignId: other, metric: 'status', detail: 'sent', value: 100 },
    ]),
  );
  expect(await readAtCarrier(ctx, { scope: 'campaign', id })).toEqual({ atCarrier: 7 });
  const thrown = await putKillSwitch(ctx, { scope: 'campaign', id, on: true, reason: 'wrong link' });
  expect(thrown).toMatchObject({
    atCarrier: 7,
    items: [{ scope: 'campaign', id, name: 'Spring', reason: 'wrong link', by: 'tester@example.com' }],
  });
  expect(services.topics).toEqual(['kill-switch', `campaign:${id}`]);
  await putKillSwitch(ctx, { scope: 'campaign', id, on: true, reason: 'again' });
  expect(await listKillSwitches(ctx)).toEqual({ items: thrown.items, mayUsePlatform: false });
  expect(await auditActions()).toEqual(['kill-switch.on']);
  const { rows } = await services.database.owner.query<{ after: object }>(
    'select after from audit_log where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ after: { reason: 'wrong link', atCarrier: 7 } }]);
  expect(services.jobs.map(({ name }) => name)).toEqual(['outbox.deliver']);
  const mails = await services.database.owner.query<{ payload: string }>(
    'select payload::text from outbox where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(mails.rows[0]?.payload).toContain('still held 7 texts at that moment');
  expect(mails.rows[0]?.payload).toContain('lifted in the report of the campaign');
  const lifted = await putKillSwitch(ctx, { scope: 'campaign', id, on: false, reason: 'fixed' });
  expect(lifted.items).toEqual([]);
  await putKillSwitch(ctx, { scope: 'campaign', id, on: false, reason: 'fixed' });
  expect(await auditActions()).toEqual(['kill-switch.on', 'kill-switch.off']);
});

test('the tenant’s switch counts all campaigns; another tenant’s campaign is not there', async () => {
  const id = await newCampaign('Mine');
  const foreign = createContext(services, { ...ctx, tenantId: (await newTenant(services)).tenantId });
  const texts = { parts: 9, delivered: 5, failed: 1, filtered: 0 };
  await withTransaction(ctx, (ctx) =>
    addNumberCounts(ctx, [
      { numberId: randomUUID(), day: day(0), handedOver: 9, ...texts },
      { numberId: randomUUID(), day: day(9), handedOver: 99, ...texts },
    ]),
  );
  await expect(
    putKillSwitch(foreign, { scope: 'campaign', id, on: true, reason: 'x' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  const result = await putKillSwitch(ctx, { scope: 'tenant', on: true, reason: 'stop all' });
  expect(result).toMatchObject({
    atCarrier: 3,
    items: [{ scope: 'tenant', id: ctx.tenantId, name: 'Test tenant' }],
  });
  expect((await listKillSwitches(foreign)).items).toEqual([]);
});

test('without the permission the switch does not move', async () => {
  const viewer = { ...ctx, actor: testUser(['kill-switch:read']) };
  await expect(putKillSwitch(viewer, { scope: 'tenant', on: true, reason: 'x' })).rejects.toMatchObject({
    code: 'permission_missing',
  });
});

type OutboxRow = { id: string; attempts: number; failure: string | null; delivered: boolean };

async function outboxRow(): Promise<OutboxRow> {
  const { rows } = await services.database.owner.query<OutboxRow>(
    'select id, attempts, failure, delivered_at is not null as delivered from outbox where tenant_id = $1',
    [ctx.tenantId],
  );
  return rows[0] ?? { id: '', attempts: 0, failure: 'no row', delivered: false };
}

test('a mail is delivered once, after failures by the sweep, and given up after five', async () => {
  await putKillSwitch(ctx, { scope: 'tenant', on: true, reason: 'stop all' });
  const { id } = await outboxRow();
  const job = (using = services) =>
    createContext(using, { tenantId: ctx.tenantId, actor: jobActor('outbox.deliver'), requestId: 'test' });
  const broken = { ...services, mailer: () => Promise.reject(new Error('no such host')) };
  await deliverOutbox(job(broken), { outboxId: id });
  expect(await outboxRow()).toMatchObject({ attempts: 1, failure: 'no such host', delivered: false });
  const dueAt = async (ms: number) =>
    (await withSystem(services.system, (db) => dueOutboxJobs(db, new Date(Date.now() + ms)))).filter(
      ({ payload }) => payload.tenantId === ctx.tenantId,
    );
  expect(await dueAt(0)).toEqual([]);
  expect(await dueAt(31_000)).toMatchObject([{ name: 'outbox.deliver', payload: { outboxId: id } }]);
  await deliverOutbox(job(), { outboxId: id });
  await deliverOutbox(job(), { outboxId: id });
  expect(await outboxRow()).toMatchObject({ attempts: 2, failure: null, delivered: true });
  expect(services.mails.map(({ to }) => to)).toEqual([`owner-${ctx.tenantId}@example.com`]);
  expect(services.mails[0]?.text).toContain('Reason: stop all');
  await services.database.owner.query('update outbox set delivered_at = null, attempts = 4 where id = $1', [
    id,
  ]);
  await deliverOutbox(job(broken), { outboxId: id });
  await deliverOutbox(job(), { outboxId: id });
  expect(await outboxRow()).toMatchObject({ attempts: 5, failure: 'no such host', delivered: false });
  expect(await dueAt(86_400_000)).toEqual([]);
});
