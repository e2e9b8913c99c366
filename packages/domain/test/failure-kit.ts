import { randomUUID } from 'node:crypto';
import { webhookEvents } from '@sms-crm/db/tables/messages';
import { withTransaction, type Context } from '../src/context/context.ts';
import { findDrift } from '../src/reports/recount.ts';
import { newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';
import { apply } from './webhook-kit.ts';

/** A tenant with contacts and a number, and what tests of failures ask of it. */
export async function failureScene(services: TestServices, contacts: number) {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

/** Counters that do not say what the messages say. */
export const drift = (ctx: Context, id: string) => withTransaction(ctx, (ctx) => findDrift(ctx, id));

/** A statement about the tenant's rows, as the owner of the tables. */
export async function own<Row extends Record<string, unknown>>(
  services: TestServices,
  ctx: Context,
  statement: string,
): Promise<Row[]> {
  const { rows } = await services.database.owner.query<Row>(statement, [ctx.tenantId]);
  return rows;
}

/** The carrier reports the same end of the first texts of a campaign, or of those of none. */
export async function report(
  services: TestServices,
  ctx: Context,
  input: { campaignId: string | null; status: string; code?: string; count?: number },
): Promise<void> {
  const rows = await own<{ id: string; attempt: number; sid: string; account: string }>(
    services,
    ctx,
    `select m.id, m.attempt, m.carrier_message_id as sid, n.carrier_account_id as account from messages m
     join sending_numbers n on n.id = m.number_id
     where m.tenant_id = $1 and m.campaign_id is not distinct from nullif('${input.campaignId ?? ''}', '')::uuid and m.status in ('accepted', 'sent')
     order by m.id limit ${input.count ?? 1_000}`,
  );
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.insert(webhookEvents).values(
      rows.map(({ id, attempt, sid, account }) => ({
        tenantId: ctx.tenantId,
        carrierAccountId: account,
        kind: 'status' as const,
        dedupeKey: randomUUID(),
        messageId: id,
        attempt,
        params: { MessageSid: sid, MessageStatus: input.status, ErrorCode: input.code ?? '' },
      })),
    ),
  );
  await apply(ctx);
}
