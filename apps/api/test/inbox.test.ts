import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { conversationDetail, conversationPage } from '@sms-crm/contracts/conversations';
import { messageTemplate } from '@sms-crm/contracts/templates';
import { liveTopic } from '@sms-crm/contracts/live';
import { publishLive } from '@sms-crm/runtime/live';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
let app: FastifyInstance;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
});
afterAll(() => kit.close());

/** A tenant with keys, a short code, and one thread of it that waits for an answer. */
async function newInbox() {
  const { tenantId, keys } = await newTenantKeys(kit.services);
  const { rows } = await kit.services.database.owner.query<{ id: string }>(
    `with account as (
       insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed)
       values ($1, uuidv7()::text, 'twilio', 'Test', 'AC', 'sealed') returning id
     ), number as (
       insert into sending_numbers (tenant_id, carrier_account_id, phone, type, rate_parts, stop_confirmer)
       select $1, id, '55501', 'short-code', 1, 'self' from account returning id
     )
     insert into conversations (tenant_id, phone, number_phone, number_id, last_message_id, last_direction, last_text, last_at, unread)
     select $1, '+14155552671', '55501', id, uuidv7(), 'inbound', 'When do you open?', now(), 1 from number returning id`,
    [tenantId],
  );
  return { tenantId, keys, id: z.uuid().parse(rows[0]?.id) };
}

test('an agent works the inbox from the list to the close, and sees no campaigns', async () => {
  const { keys, id } = await newInbox();
  const agent = (method: 'GET' | 'POST', url: string, payload?: object) =>
    call(app, keys['agent'], { method, url, ...(payload === undefined ? {} : { payload }) });
  const page = conversationPage.parse((await agent('GET', '/v1/conversations?list=open')).body);
  expect(page.items).toMatchObject([{ id, phone: '+14155552671', unread: 1, state: 'open' }]);
  expect((await agent('POST', `/v1/conversations/${id}/read`)).status).toBe(204);
  expect((await agent('POST', `/v1/conversations/${id}/notes`, { body: 'Regular' })).status).toBe(201);
  expect((await agent('POST', `/v1/conversations/${id}/drafting`, { writing: true })).status).toBe(204);
  const sent = await agent('POST', `/v1/conversations/${id}/messages`, { body: 'At nine.', seen: null });
  expect(sent.status).toBe(202);
  const detail = conversationDetail.parse((await agent('GET', `/v1/conversations/${id}`)).body);
  expect(detail).toMatchObject({
    state: 'waiting',
    notes: [{ body: 'Regular' }],
    messages: [{ body: 'At nine.', author: 'API key agent' }],
  });
  const close = (seen: string | null) => agent('POST', `/v1/conversations/${id}/close`, { seen });
  expect([(await close(id)).status, (await close(detail.lastInboundId)).status]).toEqual([409, 204]);
  expect((await agent('POST', `/v1/conversations/${id}/reopen`)).status).toBe(204);
  expect((await agent('POST', `/v1/conversations/${id}/unread`)).status).toBe(204);
  expect((await agent('POST', `/v1/conversations/${id}/assign`, { memberId: null })).status).toBe(204);
  for (const path of ['campaigns', 'assignable', `${id}/messages`, `${id}/templates`]) {
    expect([path, (await agent('GET', `/v1/conversations/${path}`)).status]).toEqual([path, 200]);
  }
  expect((await agent('GET', '/v1/campaigns')).status).toBe(403);
  expect((await agent('POST', '/v1/templates', { name: 'Mine', body: 'Hi' })).status).toBe(403);
});

test('who only sees the inbox changes nothing in it, and billing sees nothing of it', async () => {
  const { keys, id } = await newInbox();
  for (const path of ['read', 'unread', 'close', 'reopen']) {
    const answer = await call(app, keys['viewer'], {
      method: 'POST',
      url: `/v1/conversations/${id}/${path}`,
      payload: { seen: null },
    });
    expect([path, answer.status]).toEqual([path, 403]);
  }
  const reply = { method: 'POST', url: `/v1/conversations/${id}/messages` } as const;
  const payload = { body: 'Hi', seen: null };
  expect(await call(app, keys['viewer'], { ...reply, payload })).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('answer conversations') },
  });
  expect((await call(app, keys['viewer'], { url: `/v1/conversations/${id}` })).status).toBe(200);
  expect((await call(app, keys['billing'], { url: '/v1/conversations' })).status).toBe(403);
});

test('two members who answer the same question: the second is told of the first, and may answer anyway', async () => {
  const { keys, id } = await newInbox();
  const answer = (role: string, payload: object) =>
    call(app, keys[role], { method: 'POST', url: `/v1/conversations/${id}/messages`, payload });
  expect((await answer('agent', { body: 'At nine.', seen: null })).status).toBe(202);
  expect(await answer('manager', { body: 'At ten.', seen: null })).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: expect.stringContaining('API key agent answered') },
  });
  expect((await answer('manager', { body: 'Sorry, ten.', seen: null, anyway: true })).status).toBe(202);
});

test('canned replies are kept by those who may, and refused when a merge field is broken', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const as = (role: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
    call(app, keys[role], {
      method,
      url: `/v1/templates${path}`,
      ...(payload === undefined ? {} : { payload }),
    });
  const made = await as('manager', 'POST', '', { name: 'Hours', body: 'We open at 9.' });
  const { id } = messageTemplate.parse(made.body);
  expect(await as('manager', 'PATCH', `/${id}`, { body: 'At 10.' })).toMatchObject({
    status: 200,
    body: { name: 'Hours', body: 'At 10.' },
  });
  expect(await as('manager', 'PATCH', `/${id}`, { body: '{{ Hi' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'body' }] },
  });
  expect(await as('agent', 'GET', '')).toMatchObject({ body: { items: [{ id }] } });
  expect((await as('manager', 'DELETE', `/${id}`)).status).toBe(204);
  expect((await as('manager', 'DELETE', `/${id}`)).status).toBe(404);
});

test('an open inbox and an open thread show a change by themselves', async () => {
  const { keys, tenantId, id } = await newInbox();
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const ended = new AbortController();
  const follow = (path: string) => {
    let text = '';
    const headers = { authorization: `Bearer ${keys['viewer'] ?? ''}` };
    const done = fetch(`${url}/v1${path}`, { headers, signal: ended.signal })
      .then(async ({ body }) => {
        if (body === null) return;
        for await (const chunk of body.pipeThrough(new TextDecoderStream())) text += chunk;
      })
      .catch(() => undefined);
    return { text: () => text, done };
  };
  const inbox = follow('/conversations/events?list=open');
  const thread = follow(`/conversations/${id}/events`);
  await vi.waitFor(() => expect(inbox.text()).toContain('"open":1'), 10_000);
  await vi.waitFor(() => expect(thread.text()).toContain('event: conversation'), 10_000);
  await call(app, keys['agent'], {
    method: 'POST',
    url: `/v1/conversations/${id}/messages`,
    payload: { body: 'At nine.', seen: null },
  });
  await publishLive(kit.redis, tenantId, [liveTopic.inbox(), liveTopic.conversation(id)]);
  await vi.waitFor(() => expect(inbox.text()).toContain('"open":0'), 10_000);
  await vi.waitFor(() => expect(thread.text()).toContain('At nine.'), 10_000);
  ended.abort();
  await Promise.all([inbox.done, thread.done]);
});
