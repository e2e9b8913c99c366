import { randomBytes, randomUUID } from 'node:crypto';
import { carrierAccounts, campaigns, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { contacts } from '@sms-crm/db/tables/contacts';
import { messages, webhookEvents } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { seal } from '../src/access/seal.ts';
import { jobActor } from '../src/context/actor.ts';
import { createContext, type Context } from '../src/context/context.ts';
import { newTenant, type TestServices } from '../src/testing/kit.ts';
import { applyWebhookEvents } from '../src/webhooks/apply.ts';
import type { NewWebhookEvent } from '../src/webhooks/store-events.ts';

type NewMessage = Partial<typeof messages.$inferInsert>;

/** A tenant with an account, a short code, a 10DLC and a toll-free number and a campaign. */
export async function newSender(services: TestServices) {
  const { tenantId } = await newTenant(services);
  const ctx = createContext(services, { tenantId, actor: jobActor('test'), requestId: randomUUID() });
  const key = randomBytes(8).toString('hex');
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const campaignId = randomUUID();
  const accountId = randomUUID();
  const numbers = { self: randomUUID(), carrier: randomUUID(), network: randomUUID() };
  const own = { tenantId, carrierAccountId: accountId };
  await withTenant(services.app, tenantId, async (db) => {
    await db.insert(carrierAccounts).values({
      tenantId,
      id: accountId,
      key,
      carrier: 'twilio',
      name: 'Test',
      accountSid,
      authTokenSealed: seal(services.settings, 'auth-token'),
    });
    await db.insert(sendingNumbers).values([
      { ...own, id: numbers.self, phone: '55501', type: 'short-code', rateParts: 100, stopConfirmer: 'self' },
      {
        ...own,
        id: numbers.carrier,
        phone: '+12025550101',
        type: '10dlc',
        rateParts: 4,
        stopConfirmer: 'carrier',
      },
      {
        ...own,
        id: numbers.network,
        phone: '+18005550101',
        type: 'toll-free',
        rateParts: 3,
        stopConfirmer: 'network',
      },
    ]);
    await db.insert(campaigns).values({ tenantId, id: campaignId, name: 'Spring', createdBy: 'test' });
  });
  return { ctx, tenantId, key, accountId, accountSid, campaignId, numbers };
}

export type Sender = Awaited<ReturnType<typeof newSender>>;

/** Statements about the tenant's rows, as the owner of the tables. */
export async function rowsOf<Row extends Record<string, unknown>>(
  services: TestServices,
  sender: { tenantId: string },
  statement: string,
): Promise<Row[]> {
  const { rows } = await services.database.owner.query<Row>(statement, [sender.tenantId]);
  return rows;
}

export async function addContact(
  { ctx, tenantId }: Sender,
  phone: string,
  consent: 'unknown' | 'granted' = 'unknown',
): Promise<string> {
  const [row] = await withTenant(ctx.services.app, tenantId, (db) =>
    db.insert(contacts).values({ tenantId, phone, consent }).returning({ id: contacts.id }),
  );
  return row?.id ?? '';
}

/** An outbound campaign message in the middle of its request. */
export async function addMessage({ ctx, tenantId, campaignId }: Sender, values: NewMessage): Promise<string> {
  const [row] = await withTenant(ctx.services.app, tenantId, (db) =>
    db
      .insert(messages)
      .values({
        tenantId,
        campaignId,
        direction: 'outbound',
        kind: 'campaign-marketing',
        status: 'sending',
        phone: '+14155552671',
        parts: 2,
        claimedAt: new Date(),
        ...values,
      })
      .returning({ id: messages.id }),
  );
  return row?.id ?? '';
}

export const newSid = () => `SM${randomBytes(16).toString('hex')}`;

type ToldStatus = {
  messageId: string | null;
  attempt?: number;
  sid: string;
  status: string;
  code?: string | undefined;
};

/** Stores a status callback as the intake does. */
export async function addStatus(sender: Account, event: ToldStatus): Promise<void> {
  await addStatuses(sender, [event]);
}

type Account = Pick<Sender, 'ctx' | 'tenantId'> & { accountId: string };

/** Stores status callbacks in their order, the same one as often as it comes. */
export async function addStatuses(
  { ctx, tenantId, accountId }: Account,
  events: readonly ToldStatus[],
): Promise<void> {
  const rows = events.map(({ messageId, attempt = 0, sid, status, code }) => ({
    tenantId,
    carrierAccountId: accountId,
    kind: 'status' as const,
    dedupeKey: randomUUID(),
    messageId,
    attempt: messageId === null ? null : attempt,
    params: { MessageSid: sid, MessageStatus: status, ...(code === undefined ? {} : { ErrorCode: code }) },
  }));
  await withTenant(ctx.services.app, tenantId, (db) => db.insert(webhookEvents).values(rows));
}

/** Stores an inbound message as the intake does; the same sid a second time is left out. */
export async function addInbound(
  { ctx, tenantId, accountId }: Sender,
  event: { from: string; to: string; body: string; sid?: string; receivedAt?: Date; optOutType?: string },
): Promise<void> {
  const sid = event.sid ?? newSid();
  await withTenant(ctx.services.app, tenantId, (db) =>
    db
      .insert(webhookEvents)
      .values({
        tenantId,
        carrierAccountId: accountId,
        kind: 'inbound',
        dedupeKey: sid,
        ...(event.receivedAt === undefined ? {} : { receivedAt: event.receivedAt }),
        params: {
          MessageSid: sid,
          From: event.from,
          To: event.to,
          Body: event.body,
          NumSegments: '1',
          ...(event.optOutType === undefined ? {} : { OptOutType: event.optOutType }),
        },
      })
      .onConflictDoNothing(),
  );
}

export async function apply(ctx: Context): Promise<number> {
  const { signal } = new AbortController();
  const inbound = await applyWebhookEvents(ctx, { kind: 'inbound' }, { signal });
  const statuses = await applyWebhookEvents(ctx, { kind: 'status' }, { signal });
  return inbound.settled + statuses.settled;
}

/** A text to the short code, as the intake stores it. */
export function newText(sender: Sender, body: string, from = '+14155552671'): NewWebhookEvent {
  const sid = newSid();
  return {
    tenantId: sender.tenantId,
    carrierAccountId: sender.accountId,
    kind: 'inbound',
    dedupeKey: sid,
    messageId: null,
    attempt: null,
    params: { MessageSid: sid, From: from, To: '55501', Body: body, NumSegments: '1' },
  };
}
