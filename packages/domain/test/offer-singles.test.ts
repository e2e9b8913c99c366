import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { freezeCampaign } from '../src/campaigns/freeze.ts';
import type { Context } from '../src/context/context.ts';
import { createOutbound } from '../src/messages/create-outbound.ts';
import { Pump } from '../src/pump/pump.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { farPhones, fast, giveNumbers } from './number-kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier } from './sending-kit.ts';

/** Parts that the bucket of each number holds. */
const tokens = new Map<string, number>();

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  services.carrier.current = new ScriptedCarrier();
  services.rates = {
    ...services.rates,
    available: async ([bucket]) => {
      const parts = tokens.get(bucket?.name ?? '') ?? 1_000;
      return { parts, waitMs: parts > 0 ? 0 : 1_000 };
    },
  };
});
afterAll(() => services.close());
beforeEach(() => {
  services.jobs.length = 0;
});

async function write(
  ctx: Context,
  numberId: string,
  count: number,
  kind: MessageKind = 'campaign-transactional',
) {
  for (let n = 0; n < count; n += 1) {
    const phone = `+1415555${String(n).padStart(4, '0')}`;
    await createOutbound(ctx, { kind, contactId: null, phone, numberId, body: `Text ${n}`, replyToId: null });
  }
}

/** One round of the pump. @returns how many jobs of each kind the tenant got */
async function offered(ctx: Context) {
  await new Pump(services).round();
  const own = services.jobs.splice(0).filter(({ payload }) => payload.tenantId === ctx.tenantId);
  const of = (name: string) => own.filter((job) => job.name === name).length;
  return { singles: of('message.send-now'), bulk: of('message.send-bulk') };
}

const query = (text: string, values: unknown[]) =>
  services.database.owner.query<{ kind: string }>(text, values);

async function offeredKinds(ctx: Context): Promise<string[]> {
  const { rows } = await query(
    `select m.kind from message_batches b join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id
     where b.tenant_id = $1 and b.state = 'offered'`,
    [ctx.tenantId],
  );
  return rows.map(({ kind }) => kind);
}

const finishOffered = (ctx: Context) =>
  query(`update message_batches set state = 'done' where tenant_id = $1 and state = 'offered'`, [
    ctx.tenantId,
  ]);

test('a tenant’s backlog of single texts keeps neither campaigns nor single texts of others waiting', async () => {
  const [busy, other] = [await newContext(services), await newContext(services)];
  const slow = await giveNumber(busy);
  tokens.set(`number:${slow}`, 1);
  await write(busy, slow, 300);
  expect(services.jobs.splice(0)).toHaveLength(10);
  await giveNumber(other, '55501');
  await addContacts(other, 30);
  const campaignId = await launch(other, 'Hello');
  await freezeCampaign(other, { campaignId }, { signal: new AbortController().signal });
  services.jobs.length = 0;
  expect((await offered(other)).bulk).toBe(1);
  expect(await offered(busy)).toEqual({ singles: 0, bulk: 0 });
  await finishOffered(busy);
  expect(await offered(busy)).toEqual({ singles: 1, bulk: 0 });
});

test('an answer to a STOP is offered before all other texts of its number', async () => {
  const ctx = await newContext(services);
  const number = await giveNumber(ctx);
  tokens.set(`number:${number}`, 1);
  await write(ctx, number, 60);
  await write(ctx, number, 1, 'opt-out-confirmation');
  await write(ctx, number, 60);
  await finishOffered(ctx);
  await offered(ctx);
  expect(await offeredKinds(ctx)).toEqual(['opt-out-confirmation']);
});

test('of numbers that share a registration only as much is offered as it has tokens for, the answer to a STOP first', async () => {
  const ctx = await newContext(services);
  const { registrationId, ids } = await giveNumbers(ctx, fast(farPhones(4)));
  await query('update carrier_registrations set rate_parts = 1 where id = $1', [registrationId]);
  tokens.set(`registration:${registrationId}`, 3);
  for (const id of ids) await write(ctx, id, 5);
  await write(ctx, ids[2] ?? '', 1, 'opt-out-confirmation');
  await finishOffered(ctx);
  services.jobs.length = 0;
  await new Pump(services).round();
  const batches = services.jobs.flatMap(({ payload }) => ('batchId' in payload ? [payload.batchId] : []));
  const { rows: urgent } = await query('select id from message_batches where tenant_id = $1 and urgent', [
    ctx.tenantId,
  ]);
  expect(batches).toHaveLength(3);
  expect(urgent).toEqual([{ id: batches[0] }]);
});

test('the next round of the pump is due when there is a token for the answer to a STOP', async () => {
  const ctx = await newContext(services);
  const number = await giveNumber(ctx);
  tokens.set(`number:${number}`, 0);
  await write(ctx, number, 11);
  await finishOffered(ctx);
  expect(await new Pump(services).round()).toBe(Number.POSITIVE_INFINITY);
  await write(ctx, number, 10);
  await write(ctx, number, 1, 'opt-out-confirmation');
  await finishOffered(ctx);
  expect(await new Pump(services).round()).toBe(1_000);
});

test('a backlog on one number keeps nothing of another one waiting', async () => {
  const ctx = await newContext(services);
  const slow = await giveNumber(ctx);
  const made = await services.database.owner.query<{ id: string }>(
    `insert into sending_numbers (tenant_id, carrier_account_id, phone, type, rate_parts, stop_confirmer)
     select tenant_id, carrier_account_id, '55502', type, rate_parts, stop_confirmer from sending_numbers where id = $1 returning id`,
    [slow],
  );
  const idle = made.rows[0]?.id ?? '';
  tokens.set(`number:${slow}`, 0);
  await write(ctx, slow, 60);
  await write(ctx, idle, 1);
  await write(ctx, slow, 60);
  await finishOffered(ctx);
  services.jobs.length = 0;
  expect((await offered(ctx)).singles).toBe(1);
});

test('numbers with an answer to a STOP come before all others, and those whose texts rest take nobody’s place', async () => {
  const ctx = await newContext(services);
  const number = await giveNumber(ctx);
  const fill = async (name: string, nextAt: string) => {
    await query(
      `insert into sending_numbers (tenant_id, carrier_account_id, phone, type, rate_parts, stop_confirmer)
       select tenant_id, carrier_account_id, $2 || n, type, rate_parts, stop_confirmer
       from sending_numbers, generate_series(1, 600) n where id = $1`,
      [number, name],
    );
    await query(
      `insert into messages (tenant_id, direction, kind, status, phone, number_id, number_phone, body, parts)
       select tenant_id, 'outbound', 'reply', 'queued', '+14155550000', id, phone, 'x', 1
       from sending_numbers where tenant_id = $1 and phone like $2 || '%'`,
      [ctx.tenantId, name],
    );
    await query(
      `insert into message_batches (tenant_id, queue, first_id, last_id, size, single_number_id, next_at)
       select tenant_id, 'now', id, id, 1, number_id, ${nextAt} from messages where tenant_id = $1 and number_phone like $2 || '%'`,
      [ctx.tenantId, name],
    );
  };
  await fill('resting ', `now() + interval '9 hours'`);
  await write(ctx, number, 1);
  await query(`update message_batches set state = 'open' where tenant_id = $1 and single_number_id = $2`, [
    ctx.tenantId,
    number,
  ]);
  await offered(ctx);
  expect(await offeredKinds(ctx)).toEqual(['campaign-transactional']);
  await finishOffered(ctx);
  await fill('awake ', 'null');
  await write(ctx, number, 1, 'opt-out-confirmation');
  await offered(ctx);
  expect(await offeredKinds(ctx)).toContain('opt-out-confirmation');
  await query(`update message_batches set state = 'done' where tenant_id = $1`, [ctx.tenantId]);
});

test('of a number whose rate never gathers a whole part, one text is offered when as much as can be is there', async () => {
  const ctx = await newContext(services);
  const number = await giveNumber(ctx);
  tokens.set(`number:${number}`, 0.3);
  await write(ctx, number, 12);
  await finishOffered(ctx);
  services.jobs.length = 0;
  expect((await offered(ctx)).singles).toBe(1);
});

test('what waits on a stopped number, or under its kill switch, is not offered, and goes on afterwards', async () => {
  const ctx = await newContext(services);
  const number = await giveNumber(ctx);
  await write(ctx, number, 12);
  await finishOffered(ctx);
  services.jobs.length = 0;
  await query('update sending_numbers set stopped_at = now() where id = $1', [number]);
  expect((await offered(ctx)).singles).toBe(0);
  await query('update sending_numbers set stopped_at = null where id = $1', [number]);
  await query(
    `insert into kill_switches (tenant_id, id, scope, reason, thrown_by) values ($1, $2, 'number', 'test', 'test')`,
    [ctx.tenantId, number],
  );
  expect((await offered(ctx)).singles).toBe(0);
  await query('delete from kill_switches where id = $1', [number]);
  expect((await offered(ctx)).singles).toBe(2);
});
