import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../src/context/context.ts';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { createOutbound } from '../src/messages/create-outbound.ts';
import { readOverview } from '../src/reports/overview.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addStatus, apply } from './webhook-kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function scene(stage: 'simulated' | 'setup' | 'live') {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const numberId = await giveNumber(ctx);
  await setStage(ctx, stage);
  return { ctx, carrier, numberId, sender: new TestSender(services, ctx) };
}

async function setStage(ctx: Context, stage: 'simulated' | 'setup' | 'live'): Promise<void> {
  await services.database.owner.query(
    'update carrier_accounts set live = $2, in_setup = $3 where tenant_id = $1',
    [ctx.tenantId, stage === 'live', stage === 'setup'],
  );
}

test('an account in setup sends tests and what the law asks for, nothing else', async () => {
  const { ctx, carrier, numberId, sender } = await scene('setup');
  const kinds: MessageKind[] = ['test', 'help', 'opt-out-confirmation', 'reply', 'auto-reply'];
  for (const [index, kind] of kinds.entries()) {
    const phone = `+1415555267${index}`;
    await createOutbound(ctx, { kind, phone, contactId: null, numberId, body: kind, replyToId: null });
  }
  await sender.drain();
  expect(carrier.taken.map(({ body }) => body)).toEqual(['test', 'help', 'opt-out-confirmation']);
  const { rows } = await services.database.owner.query(
    `select m.kind, m.reason from messages m where m.tenant_id = $1 and m.status = 'skipped' order by m.id`,
    [ctx.tenantId],
  );
  expect(rows).toContainEqual({ kind: 'reply', reason: 'account_not_live' });
  const { rows: books } = await services.database.owner.query(
    'select bool_or(simulated) as simulated from ledger_entries where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(books).toEqual([{ simulated: false }]);
});

test('what the carrier says of a phone when an account in setup tests it is true of people', async () => {
  const { ctx, numberId, sender, carrier } = await scene('setup');
  const phone = '+14155552671';
  const { messageId } = await createOutbound(ctx, {
    kind: 'test',
    phone,
    contactId: null,
    numberId,
    body: 'Test',
    replyToId: null,
  });
  await sender.drain();
  const sid = carrier.taken[0]?.id ?? '';
  const ask = (statement: string) => services.database.owner.query<{ id: string }>(statement, [ctx.tenantId]);
  const accountId = (await ask('select id from carrier_accounts where tenant_id = $1')).rows[0]?.id ?? '';
  const status = { messageId, sid, status: 'undelivered', code: '30006' };
  await addStatus({ ctx, tenantId: ctx.tenantId, accountId }, status);
  await apply(ctx);
  const { rows } = await ask('select phone, simulated from unreachable_phones where tenant_id = $1');
  expect(rows).toEqual([{ phone, simulated: false }]);
});

test('what was started as simulated never goes to people', async () => {
  const { ctx, carrier, sender } = await scene('simulated');
  await addContacts(ctx, 3);
  const id = await launch(ctx);
  // Meets no quiet hours, whatever time it is.
  await services.database.owner.query(`update campaigns set kind = 'campaign-transactional' where id = $1`, [
    id,
  ]);
  await setStage(ctx, 'live');
  await sender.drain();
  expect(carrier.taken).toEqual([]);
  const { rows } = await services.database.owner.query(
    'select distinct status, reason from messages where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ status: 'skipped', reason: 'account_not_live' }]);
});

const counts = z.object({ handedOver: z.int() });

test('simulated campaigns count in the overview until an account is live, and not afterwards', async () => {
  const { ctx, sender } = await scene('simulated');
  await addContacts(ctx, 3);
  await launch(ctx);
  await sender.drain();
  expect(counts.parse(await readOverview(ctx, {}))).toEqual({ handedOver: 3 });
  await setStage(ctx, 'live');
  expect(counts.parse(await readOverview(ctx, {}))).toEqual({ handedOver: 0 });
});
