import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { call } from './kit.ts';
import {
  addAccount,
  doChecklist,
  newCustomer,
  openStage,
  phones,
  publicUrl,
  putAtCarrier,
  type Stage,
} from './going-live-kit.ts';
import { newCredentials } from './simulator.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('only good credentials of a full account are kept, and the token is in no answer', async () => {
  const { owner, as, credentials, keys } = await newCustomer(stage);
  const add = { name: 'Harbor Coffee', ...credentials };
  expect((await as('manager')('POST', '', add)).status).toBe(403);
  expect(await owner('POST', '', { ...add, authToken: 'wrong-token' })).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', errors: [{ field: 'authToken' }] },
  });
  expect(await owner('POST', '', { ...add, ...newCredentials() })).toMatchObject({ status: 400 });
  const made = await owner('POST', '', add);
  expect(made).toMatchObject({ status: 201, body: { stage: 'setup', ready: false, wentLiveAt: null } });
  expect((await owner('POST', '', add)).status).toBe(409);
  const shown = await as('viewer')('GET', '');
  expect(shown).toMatchObject({ status: 200, body: { items: [{ accountSid: credentials.accountSid }] } });
  const audit = await call(stage.app, keys['owner'], { url: '/v1/audit?action=carrier-account.create' });
  expect(JSON.stringify([made.body, shown.body, audit.body])).not.toContain(credentials.authToken);
  expect((await as('agent')('GET', '')).status).toBe(403);
});

test('a trial account is refused', async () => {
  const { owner, credentials } = await newCustomer(stage, { type: 'Trial' });
  const { status, body } = await owner('POST', '', { name: 'Trial', ...credentials });
  expect([status, body]).toMatchObject([400, { detail: expect.stringContaining('Upgrade it') }]);
});

test('numbers are listed with type and registration; chosen ones are imported and point here', async () => {
  const customer = await newCustomer(stage);
  const id = await addAccount(customer);
  const { owner } = customer;
  const bare = {
    phone: phones.bare,
    type: 'long-code',
    registration: { state: 'missing' },
    webhook: 'elsewhere',
  };
  const listed = await owner('POST', `/${id}/sync-numbers`, {});
  expect(listed.body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ phone: phones.tenDlc, type: '10dlc', webhook: 'none', imported: false }),
      expect.objectContaining({
        phone: phones.tollFree,
        registration: expect.objectContaining({ state: 'pending' }),
      }),
      expect.objectContaining({ ...bare, registration: { state: 'missing', name: null } }),
      expect.objectContaining({ phone: phones.shortCode, registration: { state: 'not-needed', name: null } }),
    ]),
  });
  expect((await owner('POST', `/${id}/sync-numbers`, { phones: ['+12125550100'] })).status).toBe(400);
  const { body } = await owner('POST', `/${id}/sync-numbers`, { phones: [phones.tenDlc, phones.bare] });
  const items = z.object({
    items: z.array(z.object({ phone: z.string(), webhook: z.string(), imported: z.boolean() })),
  });
  const ours = items.parse(body).items.filter((number) => number.webhook === 'ours' && number.imported);
  expect(ours.map(({ phone }) => phone).toSorted()).toEqual([phones.bare, phones.tenDlc]);
  const atCarrier = await stage.carrier.control('GET', '/accounts');
  expect(JSON.stringify(atCarrier)).toMatch(
    new RegExp(`"${publicUrl}/webhooks/twilio/[^"/]+/inbound#rc=3&rp=all"`),
  );
  const { rows } = await stage.services.database.owner.query(
    'select n.phone, n.type, n.rate_parts::int, n.stop_confirmer, n.warm_up_level, r.status from sending_numbers n left join carrier_registrations r on r.id = n.registration_id where n.tenant_id = $1 order by n.phone',
    [customer.tenantId],
  );
  const usual = { rate_parts: 1, stop_confirmer: 'carrier', warm_up_level: 0 };
  expect(rows).toEqual([
    { phone: phones.bare, type: 'long-code', ...usual, status: null },
    { phone: phones.tenDlc, type: '10dlc', ...usual, status: 'approved' },
  ]);
});

const checks = z.object({
  ready: z.boolean(),
  checklist: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string() })),
});

test('a look at the account says what is missing, and the fix', async () => {
  const customer = await newCustomer(stage);
  const id = await addAccount(customer);
  const { owner } = customer;
  await owner('POST', `/${id}/sync-numbers`, { phones: [phones.tenDlc, phones.bare, phones.tollFree] });
  const { checklist, ready } = checks.parse((await owner('POST', `/${id}/verify`)).body);
  const states = Object.fromEntries(checklist.map(({ name, state }) => [name, state]));
  expect([ready, states]).toEqual([
    false,
    {
      credentials: 'done',
      'public-url': 'done',
      webhooks: 'done',
      registration: 'failed',
      'test-text': 'open',
      budget: 'open',
      'quiet-hours': 'open',
    },
  ]);
  expect(checklist.find(({ name }) => name === 'registration')?.detail).toContain(phones.tollFree);
  await putAtCarrier(stage, newCredentials());
  const gone = checks.parse((await owner('POST', `/${id}/verify`)).body);
  expect(gone.checklist.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual([
    'credentials',
    'webhooks',
    'registration',
  ]);
});

test('an account goes live when its whole checklist is done, and not before', async () => {
  const customer = await newCustomer(stage);
  const { owner, as, keys } = customer;
  const id = await addAccount(customer);
  const early = await owner('POST', `/${id}/go-live`, {});
  expect(early).toMatchObject({ status: 422, body: { code: 'blocked' } });
  await doChecklist(stage, customer, id);
  expect((await as('manager')('POST', `/${id}/go-live`, {})).status).toBe(403);
  const live = await as('admin')('POST', `/${id}/go-live`, {});
  expect(live).toMatchObject({
    status: 200,
    body: { stage: 'live', ready: true, wentLiveAt: expect.any(String) },
  });
  expect((await owner('POST', `/${id}/go-live`, {})).status).toBe(409);
  const budget = await call(stage.app, keys['owner'], { url: '/v1/budget' });
  expect(budget.body).toMatchObject({ simulated: false });
  const { rows } = await stage.services.database.owner.query(
    'select phone from sending_numbers where tenant_id = $1 and is_default',
    [customer.tenantId],
  );
  expect(rows).toEqual([{ phone: phones.shortCode }]);
  const audit = await call(stage.app, keys['owner'], { url: '/v1/audit?action=carrier-account.go-live' });
  expect(audit.body).toMatchObject({
    items: [{ after: { stage: 'live', defaultNumber: phones.shortCode } }],
  });
});

test('a code is tried five times at most, and five texts go out in an hour', async () => {
  const customer = await newCustomer(stage);
  const { owner } = customer;
  const id = await addAccount(customer);
  expect((await owner('POST', `/${id}/test-text`, { phone: '+14155552671' })).status).toBe(422);
  await owner('POST', `/${id}/sync-numbers`, { phones: [phones.shortCode] });
  expect((await owner('POST', `/${id}/test-text/confirm`, { code: '000000' })).status).toBe(409);
  const send = () => owner('POST', `/${id}/test-text`, { phone: '+14155552671' });
  expect((await send()).status).toBe(202);
  for (let tries = 0; tries < 5; tries += 1) {
    // One in a million is the code itself.
    expect((await owner('POST', `/${id}/test-text/confirm`, { code: '000000' })).status).toBe(400);
  }
  expect((await owner('POST', `/${id}/test-text/confirm`, { code: '000000' })).status).toBe(409);
  const more = [await send(), await send(), await send(), await send(), await send()];
  expect(more.map(({ status }) => status)).toEqual([202, 202, 202, 202, 429]);
});

test('campaigns neither start from an account in setup, nor keep one from going live once they ended', async () => {
  const customer = await newCustomer(stage);
  const { owner, keys, tenantId } = customer;
  const id = await addAccount(customer);
  await owner('POST', `/${id}/sync-numbers`, { phones: [phones.shortCode] });
  const { rows } = await stage.services.database.owner.query<{ id: string }>(
    'select id from sending_numbers where tenant_id = $1',
    [tenantId],
  );
  const api = (method: 'POST', url: string, payload: object) =>
    call(stage.app, keys['owner'], { method, url: `/v1${url}`, payload });
  await api('POST', '/contacts', { phone: '+14155552671' });
  const draft = await api('POST', '/campaigns', { name: 'Spring', template: 'Hi', numberId: rows[0]?.id });
  const { id: campaignId } = z.object({ id: z.uuid() }).parse(draft.body);
  const preview = await api('POST', `/campaigns/${campaignId}/preview`, {});
  expect(preview.body).toMatchObject({
    blockers: expect.arrayContaining([expect.objectContaining({ code: 'account_not_live' })]),
  });
  await doChecklist(stage, customer, id);
  const setStatus = (status: string) =>
    stage.services.database.owner.query('update campaigns set status = $2 where tenant_id = $1', [
      tenantId,
      status,
    ]);
  await setStatus('scheduled');
  const busy = await owner('POST', `/${id}/go-live`, {});
  expect(busy).toMatchObject({ status: 409, body: { detail: expect.stringContaining('“Spring”') } });
  await setStatus('completed');
  expect((await owner('POST', `/${id}/go-live`, {})).status).toBe(200);
});

test('a new token is tried before it is kept', async () => {
  const customer = await newCustomer(stage);
  const { owner, credentials } = customer;
  const id = await addAccount(customer);
  expect((await owner('POST', `/${id}/rotate-token`, { authToken: 'not-the-token' })).status).toBe(400);
  const authToken = newCredentials().authToken;
  await putAtCarrier(stage, { ...credentials, authToken });
  const rotated = await owner('POST', `/${id}/rotate-token`, { authToken });
  expect(rotated).toMatchObject({ status: 200, body: { formerTokenUntil: expect.any(String) } });
  const { checklist } = checks.parse((await owner('POST', `/${id}/verify`)).body);
  expect(checklist[0]).toMatchObject({ name: 'credentials', state: 'done' });
});

test('an account goes with its numbers, unless texts of them are on their way', async () => {
  const customer = await newCustomer(stage);
  const { owner } = customer;
  const id = await addAccount(customer);
  await owner('POST', `/${id}/sync-numbers`, { phones: [phones.shortCode] });
  await owner('POST', `/${id}/test-text`, { phone: '+14155552671' });
  expect(await owner('DELETE', `/${id}`)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  await stage.services.database.owner.query(
    `update message_batches set state = 'done' where tenant_id = $1`,
    [customer.tenantId],
  );
  expect((await owner('DELETE', `/${id}`)).status).toBe(204);
  expect((await owner('GET', '')).body).toEqual({ items: [] });
});
