import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clicks } from '@sms-crm/db/tables/clicks';
import { messages } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { exportCampaign } from '../src/campaigns/export.ts';
import { listContactMessages } from '../src/messages/list-of-contact.ts';
import { listCampaignMessages } from '../src/messages/list-of-campaign.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { addContact, addMessage, newSender, type Sender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const handedOverAt = new Date();

/** One contact with one text in each state that a report counts. */
async function addPeople(sender: Sender): Promise<void> {
  const states = {
    queued: { status: 'queued' },
    accepted: { status: 'accepted', handedOverAt },
    sent: { status: 'sent', handedOverAt },
    delivered: { status: 'delivered', handedOverAt },
    undelivered: { status: 'undelivered', handedOverAt },
    failed: { status: 'failed', handedOverAt },
    refused: { status: 'failed' },
    skipped: { status: 'skipped', reason: 'do_not_contact' },
  } as const;
  for (const [at, [body, state]] of Object.entries(states).entries()) {
    const phone = `+1415555010${at}`;
    const contactId = await addContact(sender, phone);
    await addMessage(sender, { contactId, phone, body, ...state });
  }
}

async function addClick({ ctx, tenantId, campaignId }: Sender, body: string, human: boolean): Promise<void> {
  const rows = await listCampaignMessages(ctx, { id: campaignId, limit: 50 });
  const hit = {
    tenantId,
    campaignId,
    shortLinkId: randomUUID(),
    campaignLinkId: randomUUID(),
    messageId: rows.items.find((message) => message.body === body)?.id ?? '',
    clickedAt: new Date(),
    human,
    verdict: human ? ('human' as const) : ('bot' as const),
    id: randomUUID(),
  };
  await withTenant(ctx.services.app, tenantId, (db) => db.insert(clicks).values(hit));
}

async function addReply({ ctx, tenantId, campaignId }: Sender, body: string): Promise<void> {
  const rows = await listCampaignMessages(ctx, { id: campaignId, limit: 50 });
  const sent = rows.items.find((message) => message.body === body);
  await withTenant(ctx.services.app, tenantId, (db) =>
    db.insert(messages).values({
      tenantId,
      replyToId: sent?.id ?? null,
      contactId: sent?.contactId ?? null,
      direction: 'inbound',
      status: 'received',
      phone: sent?.to ?? '',
      body: 'Thanks',
    }),
  );
}

test('every number of a report opens the list of the people it counts', async () => {
  const sender = await newSender(services);
  await addPeople(sender);
  await addClick(sender, 'delivered', true);
  await addClick(sender, 'sent', false);
  await addReply(sender, 'delivered');
  const list = async (status: string) => {
    const page = await listCampaignMessages(sender.ctx, { id: sender.campaignId, status, limit: 50 });
    return page.items.map((message) => message.body ?? '').toSorted();
  };
  expect(await list('waiting')).toEqual(['queued']);
  expect(await list('skipped')).toEqual(['refused', 'skipped']);
  expect(await list('handedOver')).toEqual(['accepted', 'delivered', 'failed', 'sent', 'undelivered']);
  expect(await list('onItsWay')).toEqual(['accepted', 'sent']);
  expect(await list('notDelivered')).toEqual(['failed', 'undelivered']);
  expect(await list('failed')).toEqual(['failed']);
  expect(await list('clicked')).toEqual(['delivered']);
  expect(await list('replied')).toEqual(['delivered']);
});

test('an unknown list is refused with the names of those there are', async () => {
  const sender = await newSender(services);
  const refusal = listCampaignMessages(sender.ctx, { id: sender.campaignId, status: 'lost', limit: 50 });
  await expect(refusal).rejects.toThrow('notDelivered');
});

test('the CSV of a campaign says what each person did', async () => {
  const sender = await newSender(services);
  await addPeople(sender);
  await addClick(sender, 'delivered', true);
  await addClick(sender, 'sent', false);
  await addReply(sender, 'delivered');
  const pieces: string[] = [];
  for await (const piece of await exportCampaign(sender.ctx, { id: sender.campaignId })) pieces.push(piece);
  const [header, ...lines] = pieces.join('').trim().split('\r\n');
  expect(header).toBe(
    'phone,name,status,reason,error_code,error,clicked,replied,opted_out,parts,cost_usd,body',
  );
  const did = Object.fromEntries(
    lines.map((line) => [line.split(',').at(-1), line.split(',').slice(-6, -3).join(' ')]),
  );
  expect(did).toMatchObject({ delivered: 'yes yes no', sent: 'no no no', skipped: 'no no no' });
  expect(lines).toHaveLength(8);
});

test('a contact has a list of its texts, the newest first, in pages', async () => {
  const sender = await newSender(services);
  await addPeople(sender);
  await addReply(sender, 'delivered');
  await addClick(sender, 'delivered', true);
  const { items } = await listCampaignMessages(sender.ctx, { id: sender.campaignId, limit: 50 });
  const id = items.find(({ body }) => body === 'delivered')?.contactId ?? '';
  const first = await listContactMessages(sender.ctx, { id, limit: 1 });
  expect(first.items.map(({ body, campaignName }) => [body, campaignName])).toEqual([['Thanks', null]]);
  const rest = await listContactMessages(sender.ctx, { id, limit: 1, cursor: first.nextCursor ?? '' });
  expect(rest).toMatchObject({
    nextCursor: null,
    items: [{ status: 'delivered', clicked: true, replied: true }],
  });
  expect(rest.items[0]?.campaignName).not.toBeNull();
});

test('the texts of another organisation’s contact are not found', async () => {
  const [one, other] = [await newSender(services), await newSender(services)];
  await addPeople(other);
  const { items } = await listCampaignMessages(other.ctx, { id: other.campaignId, limit: 1 });
  await expect(
    listContactMessages(one.ctx, { id: items[0]?.contactId ?? '', limit: 10 }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

test('a cursor of another list is refused', async () => {
  const sender = await newSender(services);
  const cursor = Buffer.from('["x"]').toString('base64url');
  const refusal = listCampaignMessages(sender.ctx, { id: sender.campaignId, limit: 50, cursor });
  await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
});
