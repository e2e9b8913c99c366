import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { auditPage } from '@sms-crm/contracts/access';
import { autoPause } from '@sms-crm/contracts/auto-pause';
import { autoReply, autoReplyPage } from '@sms-crm/contracts/auto-replies';
import { campaign, campaignPreview } from '@sms-crm/contracts/campaigns';
import { deadLetterPage } from '@sms-crm/contracts/dead-letters';
import { problem } from '@sms-crm/contracts/errors';
import { killSwitches, putKillSwitchResult } from '@sms-crm/contracts/kill-switch';
import { message, messageDetail } from '@sms-crm/contracts/messages';
import { numberDetail, numberPage } from '@sms-crm/contracts/numbers';
import {
  optOutReview,
  optOutRule,
  optOutRules,
  reviewPage,
  ruleTrial,
  waitingReviews,
} from '@sms-crm/contracts/opt-outs';
import { quietHours } from '@sms-crm/contracts/quiet-hours';
import { segment } from '@sms-crm/contracts/segments';
import { testPhone, testPhonePage, testSendResult } from '@sms-crm/contracts/test-phones';
import { createTestApp, webOrigin, type TestApp } from './kit.ts';

let kit: TestApp;
let app: FastifyInstance;
let cookie: string;
let numberId: string;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
  const password = 'correct horse battery';
  const payload = { organisation: 'Acme', name: 'Olga', email: 'olga@example.com', password };
  const headers = { origin: webOrigin };
  const first = await app.inject({ method: 'POST', url: '/v1/setup', headers, payload });
  cookie = first.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  numberId = await addNumber();
});
afterAll(() => kit.close());

/** A number that is registered for transactional texts, the tenant's default. */
async function addNumber(): Promise<string> {
  const { rows } = await kit.services.database.owner.query<{ id: string }>(`
    with account as (
      insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed)
      select id, uuidv7()::text, 'twilio', 'Test', 'AC_test', 'sealed' from tenants returning tenant_id, id
    ), registration as (
      insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status, transactional)
      select tenant_id, id, 'short-code', 'Club', 'approved', true from account returning id
    ) insert into sending_numbers (tenant_id, carrier_account_id, registration_id, phone, type, rate_parts, is_default, stop_confirmer)
    select a.tenant_id, a.id, r.id, '55500', 'short-code', 100, true, 'self' from account a, registration r returning id`);
  return rows[0]?.id ?? '';
}

/** Asks as the first owner does from the web, who is an admin of the installation too; the answer is read by its contract. */
async function ask<Schema extends z.ZodType>(
  [status, schema]: [number, Schema],
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
): Promise<z.infer<Schema>> {
  const response = await app.inject({
    method,
    url: `/v1${path}`,
    headers: { cookie, origin: webOrigin, 'x-request-id': 'browser-0001' },
    ...(payload === undefined ? {} : { payload }),
  });
  expect([path, response.statusCode, response.body]).toEqual([path, status, expect.anything()]);
  return schema.parse(response.body === '' ? null : response.json());
}

const nothing: [number, z.ZodNull] = [204, z.null()];

test('one text is sent by API and shown with every gate; its job carries the id of the request', async () => {
  const text = { to: '(415) 555-2671', kind: 'transactional', body: 'Your table is ready.' };
  const sent = await ask([202, message], 'POST', '/messages', text);
  expect(sent).toMatchObject({ to: '+14155552671', status: 'queued', direction: 'outbound' });
  expect(kit.services.jobs.at(-1)).toMatchObject({
    name: 'message.send-now',
    payload: { requestId: 'browser-0001' },
  });
  const shown = await ask([200, messageDetail], 'GET', `/messages/${sent.id}`);
  expect(shown).toMatchObject({ id: sent.id, body: expect.stringContaining('table is ready') });
  expect(shown.why?.gates.length).toBeGreaterThan(5);
});

test('a test phone is added, verified, sent a test and removed', async () => {
  const added = await ask([201, testPhone], 'POST', '/test-phones', { phone: '+14155552672', name: 'Mine' });
  expect(added.verifiedAt).toBeNull();
  const { rows } = await kit.services.database.owner.query<{ body: string }>(
    `select body from messages where phone = '+14155552672'`,
  );
  const code = /\d{6}/.exec(rows[0]?.body ?? '')?.[0];
  const verified = await ask([200, testPhone], 'POST', `/test-phones/${added.id}/confirm`, { code });
  expect(verified.verifiedAt).not.toBeNull();
  expect(await ask([200, testPhonePage], 'GET', '/test-phones')).toMatchObject({ items: [verified] });
  const draft = await ask([201, campaign], 'POST', '/campaigns', { name: 'Tasting', template: 'Come by!' });
  const test = await ask([202, testSendResult], 'POST', `/campaigns/${draft.id}/test-send`, {
    testPhoneIds: [added.id],
  });
  expect(test).toMatchObject({ body: expect.stringContaining('Come by!'), messageIds: [expect.any(String)] });
  await ask(nothing, 'DELETE', `/test-phones/${added.id}`);
  expect((await ask([200, testPhonePage], 'GET', '/test-phones')).items).toEqual([]);
});

test('a footer is waived, a campaign is scheduled, and one is launched under the id of its request', async () => {
  await kit.services.database.owner.query(
    `insert into contacts (tenant_id, phone, consent) select id, '+14155552673', 'granted' from tenants`,
  );
  const bare = { name: 'Bare', template: 'Hello', addBrand: false, addOptOut: false };
  const { id } = await ask([201, campaign], 'POST', '/campaigns', bare);
  const waived = await ask([200, campaign], 'POST', `/campaigns/${id}/waive-footer`);
  expect(waived.footerWaivedBy).toBe('olga@example.com');
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await ask([200, campaign], 'POST', `/campaigns/${id}/schedule`, { at });
  expect(scheduled).toMatchObject({ status: 'scheduled', scheduledAt: at });
  kit.services.jobs.length = 0;
  expect(await ask([202, campaign], 'POST', `/campaigns/${id}/launch`, {})).toMatchObject({
    status: 'launching',
  });
  expect(kit.services.jobs).toMatchObject([
    { name: 'campaign.freeze', payload: { campaignId: id, requestId: 'browser-0001' } },
  ]);
});

test('a draft that was changed elsewhere is neither overwritten nor launched', async () => {
  const read = await ask([201, campaign], 'POST', '/campaigns', { name: 'Two tabs', template: 'Hello' });
  const expectedUpdatedAt = read.updatedAt;
  const path = `/campaigns/${read.id}`;
  await ask([200, campaign], 'PATCH', path, { template: 'Mine', expectedUpdatedAt });
  const refused = await ask([409, problem], 'PATCH', path, { template: 'Theirs', expectedUpdatedAt });
  expect(refused).toMatchObject({ code: 'conflict', detail: expect.stringContaining('Read it again') });
  const now = await ask([200, campaign], 'GET', path);
  expect(now.template).toBe('Mine');
  const again = { name: 'Both', expectedUpdatedAt: now.updatedAt };
  expect(await ask([200, campaign], 'PATCH', path, again)).toMatchObject({ name: 'Both', template: 'Mine' });
  expect(await ask([200, campaign], 'PATCH', path, { name: 'Last' })).toMatchObject({ name: 'Last' });
  const late = await ask([409, problem], 'POST', `${path}/launch`, { expectedUpdatedAt: now.updatedAt });
  expect(late).toMatchObject({ code: 'conflict', detail: expect.stringContaining('Look at the preview') });
});

test('a draft whose segment was defined anew is not scheduled as it was read', async () => {
  const [few, all] = ['few', 'all'].map((tag) => ({ name: 'Regulars', filter: { type: 'tag', tag } }));
  const { id: segmentId } = await ask([201, segment], 'POST', '/segments', few);
  const audience = { type: 'segment', segmentId };
  const draft = { name: 'To regulars', template: 'Hello', audience };
  const { id, updatedAt: expectedUpdatedAt } = await ask([201, campaign], 'POST', '/campaigns', draft);
  await ask([200, segment], 'PATCH', `/segments/${segmentId}`, { name: 'Guests' });
  expect((await ask([200, campaign], 'GET', `/campaigns/${id}`)).updatedAt).toBe(expectedUpdatedAt);
  await ask([200, segment], 'PATCH', `/segments/${segmentId}`, all);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await ask([409, problem], 'POST', `/campaigns/${id}/schedule`, { at, expectedUpdatedAt });
});

test('a campaign is duplicated as a draft without its times', async () => {
  const options = { overBudget: 'skip', addBrand: false, addOptOut: false, linkCodes: 'campaign' };
  const written = { ...options, addUtm: true, linkDays: 7, audience: { type: 'tag', tag: 'vip' }, numberId };
  const name = 'x'.repeat(118);
  const original = await ask([201, campaign], 'POST', '/campaigns', {
    name,
    template: 'Hello',
    ...written,
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await ask([200, campaign], 'POST', `/campaigns/${original.id}/waive-footer`);
  const copy = await ask([201, campaign], 'POST', `/campaigns/${original.id}/clone`);
  expect(copy).toMatchObject({ template: 'Hello', ...written, status: 'draft' });
  expect(copy).toMatchObject({ name: `${'x'.repeat(113)} (copy)`, endsAt: null, footerWaivedBy: null });
  expect(copy.id).not.toBe(original.id);
  const { items } = await ask([200, auditPage], 'GET', '/audit?action=campaign.clone');
  expect(items).toMatchObject([{ targetId: copy.id, targetName: copy.name, after: { copyOf: original.id } }]);
  expect((await ask([200, campaignPreview], 'POST', `/campaigns/${copy.id}/preview`)).matched).toBe(0);
});

test('numbers are listed, shown and changed', async () => {
  const { items } = await ask([200, numberPage], 'GET', '/numbers');
  expect(items).toMatchObject([{ id: numberId, phone: '55500', isDefault: true }]);
  const changed = await ask([200, numberDetail], 'PATCH', `/numbers/${numberId}`, { rateParts: 50 });
  expect(changed.rateParts).toBe(50);
  expect(await ask([200, numberDetail], 'GET', `/numbers/${numberId}`)).toEqual(changed);
});

test('quiet hours and the shares of the automatic pause are set and read', async () => {
  const hours = { from: 600, to: 1_140, closedWeekdays: [0], closedDates: ['2027-12-25'] };
  const set = await ask([200, quietHours], 'PUT', '/quiet-hours', hours);
  expect(set.setting).toEqual(hours);
  expect(await ask([200, quietHours], 'GET', '/quiet-hours')).toEqual(set);
  const shares = { filtered: 0.01, undelivered: null, optOuts: null };
  const stricter = await ask([200, autoPause], 'PUT', '/auto-pause', shares);
  expect(stricter).toMatchObject({ setting: shares, limits: { filtered: 0.01, undelivered: 0.1 } });
  expect(await ask([200, autoPause], 'GET', '/auto-pause')).toEqual(stricter);
});

test('what was given up is tried again', async () => {
  await kit.services.database.owner.query(
    `
    with failed as (
      insert into messages (tenant_id, direction, kind, status, phone, number_id, body, error_code)
      select id, 'outbound', 'campaign-transactional', 'failed', '+14155552674', $1, 'Hi', '30008' from tenants returning tenant_id, id
    ) insert into dead_letters (tenant_id, kind, subject_id, code) select tenant_id, 'message', id, '30008' from failed`,
    [numberId],
  );
  const { items } = await ask([200, deadLetterPage], 'GET', '/dead-letters');
  expect(items).toMatchObject([{ kind: 'message', about: '+14155552674', canRetry: true }]);
  await ask(nothing, 'POST', `/dead-letters/${items[0]?.id}/retry`);
  const again = await ask([200, messageDetail], 'GET', `/messages/${items[0]?.subjectId}`);
  expect(again.status).toBe('queued');
});

test('the kill switch of a number and of the installation goes on and off', async () => {
  const targets = [{ scope: 'number', id: numberId }, { scope: 'platform' }];
  for (const target of targets) {
    const on = { ...target, on: true, reason: 'wrong text' };
    expect((await ask([200, putKillSwitchResult], 'PUT', '/kill-switch', on)).items).toMatchObject([target]);
    const listed = await ask([200, killSwitches], 'GET', '/kill-switch');
    expect(listed).toMatchObject({ items: [{ reason: 'wrong text' }], mayUsePlatform: true });
    const off = { ...target, on: false, reason: 'mended' };
    expect((await ask([200, putKillSwitchResult], 'PUT', '/kill-switch', off)).items).toEqual([]);
  }
});

test('an automatic answer is added, changed and deleted', async () => {
  const payload = { name: 'Hours', words: ['hours'], body: 'From 9 to 5.', numberId };
  const added = await ask([201, autoReply], 'POST', '/auto-replies', payload);
  const hours = { when: 'outside', days: [1, 2], from: '09:00', until: '17:00' };
  const changed = await ask([200, autoReply], 'PATCH', `/auto-replies/${added.id}`, { hours });
  expect(changed).toMatchObject({ ...payload, match: 'whole', hours });
  expect((await ask([200, autoReplyPage], 'GET', '/auto-replies')).items).toEqual([changed]);
  await ask(nothing, 'DELETE', `/auto-replies/${added.id}`);
  expect((await ask([200, autoReplyPage], 'GET', '/auto-replies')).items).toEqual([]);
});

test('rules that find opt-outs are tried, added, changed and deleted; a reply that waits is decided', async () => {
  const words = { phrases: ['moved * away'], verdict: 'doubtful' };
  const trial = await ask([200, ruleTrial], 'POST', '/opt-out-rules/try', { phrases: words.phrases });
  expect(trial.found).toBe(0);
  const { id } = await ask([201, optOutRule], 'POST', '/opt-out-rules', { name: 'Moved', ...words });
  await ask([200, optOutRule], 'PATCH', `/opt-out-rules/${id}`, { enabled: false });
  await ask(nothing, 'PUT', '/opt-out-rules/shipped/complaint', { enabled: false });
  const { own, shipped } = await ask([200, optOutRules], 'GET', '/opt-out-rules');
  expect(own).toMatchObject([{ name: 'Moved', enabled: false }]);
  expect(shipped.filter(({ enabled }) => !enabled)).toMatchObject([{ key: 'complaint' }]);
  await ask(nothing, 'DELETE', `/opt-out-rules/${id}`);
  await kit.services.database.owner.query(`
    insert into opt_out_reviews (tenant_id, phone, message_id, body, rule, found, simulated, opened_at, due_at)
    select id, '+14155552675', uuidv7(), 'who is this', 'A rule', 'who is this', true, now(), now() from tenants`);
  expect(await ask([200, waitingReviews], 'GET', '/opt-out-reviews/waiting')).toEqual({
    waiting: 1,
    texts: 1,
  });
  const { items } = await ask([200, reviewPage], 'GET', '/opt-out-reviews');
  const path = `/opt-out-reviews/${items[0]?.id}/decide`;
  const seen = items[0]?.messageId;
  const decided = await ask([200, optOutReview], 'POST', path, { decision: 'not-opt-out', seen });
  expect(decided).toMatchObject({ decision: 'not-opt-out', decidedBy: 'olga@example.com' });
  expect((await ask([200, reviewPage], 'GET', '/opt-out-reviews?decided=yes')).items).toEqual([decided]);
});
