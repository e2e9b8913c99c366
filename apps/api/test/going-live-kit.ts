import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createCarrierLookup } from '@sms-crm/carriers/lookup';
import { createCarrierSetups } from '@sms-crm/carriers/setup';
import { carrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext } from '@sms-crm/domain/context/context';
import { RequestSlots } from '@sms-crm/domain/sending/request-slots';
import { ClaimTurns } from '@sms-crm/domain/sending/claim-turns';
import { SendGuard } from '@sms-crm/domain/sending/guard';
import { sendBatch } from '@sms-crm/domain/sending/send';
import { testSettings } from '@sms-crm/domain/testing/kit';
import { applyWebhookEvents } from '@sms-crm/domain/webhooks/apply';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';
import { newCredentials, startSimulator, type Simulator } from './simulator.ts';

export const publicUrl = 'https://sms.harbor-coffee.com';

export type Stage = TestApp & { carrier: Simulator };

/** The API with the simulator in the carrier's place; the world outside reaches it under `publicUrl`. */
export async function openStage(): Promise<Stage> {
  const kit = await createTestApp();
  const carrier = await startSimulator();
  const options = { baseUrl: null, realUrl: carrier.url, requestTimeoutMs: 5_000 };
  const lookup = createCarrierLookup({ ...options, connections: 2 });
  const setups = createCarrierSetups(options);
  const { services } = kit;
  services.settings = { ...testSettings, publicApiUrl: publicUrl };
  services.carriers = lookup.lookup;
  services.setup = {
    carrier: setups.lookup,
    outside: {
      addressesOf: async () => ['93.184.215.14'],
      txtRecordsOf: async () => [],
      get: async (url) => {
        const { pathname, search } = new URL(url);
        const response = await kit.app.inject({ url: `${pathname}${search}` });
        return { status: response.statusCode, body: response.body };
      },
    },
  };
  return {
    ...kit,
    carrier,
    close: async () => {
      await lookup.close();
      await setups.close();
      await carrier.close();
      await kit.close();
    },
  };
}

/** What the carrier knows of a new account: a 10DLC number, a toll-free one that waits, one without registration, a short code. */
export const phones = {
  tenDlc: '+14155550100',
  tollFree: '+18885550100',
  bare: '+13125550100',
  shortCode: '55512',
};

/** Makes an account at the carrier, and a tenant with keys. */
export async function newCustomer(stage: Stage, settings: { type?: 'Trial' | 'Full' } = {}) {
  const credentials = newCredentials();
  await putAtCarrier(stage, credentials, settings);
  const tenant = await newTenantKeys(stage.services);
  const as =
    (role: string) => async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
      call(stage.app, tenant.keys[role], {
        method,
        url: `/v1/carrier-accounts${path}`,
        ...(payload === undefined ? {} : { payload }),
      });
  return { ...tenant, credentials, as, owner: as('owner') };
}

export type Customer = Awaited<ReturnType<typeof newCustomer>>;

/** Adds or replaces the account at the carrier; phones of other tests' accounts move to it. */
export async function putAtCarrier(
  { carrier }: Stage,
  { accountSid, authToken }: { accountSid: string; authToken: string },
  settings: { type?: 'Trial' | 'Full' } = {},
): Promise<void> {
  await carrier.control('POST', '/reset', { accounts: true });
  await carrier.control('POST', '/accounts', {
    sid: accountSid,
    token: authToken,
    numbers: [
      { phone: phones.tenDlc, type: '10dlc' },
      { phone: phones.tollFree, type: 'toll-free', registration: 'pending' },
      {
        phone: phones.bare,
        type: 'long-code',
        registration: 'none',
        smsUrl: 'https://elsewhere.example.com/sms',
      },
      { phone: phones.shortCode, type: 'short-code' },
    ],
    services: [{ sid: `MG${'0'.repeat(32)}`, numbers: [phones.tenDlc] }],
    ...settings,
  });
}

export async function addAccount({ owner, credentials }: Customer): Promise<string> {
  const { body } = await owner('POST', '', { name: 'Harbor Coffee', ...credentials });
  return carrierAccount.parse(body).id;
}

const sent = z.object({ messageId: z.uuid() });

/** Sends a test text with the code that it brings, as the sender does, and lets the carrier report its delivery. */
export async function sendTestText(stage: Stage, { owner, tenantId }: Customer, id: string): Promise<string> {
  const { services, app, carrier } = stage;
  const { port } = z.object({ port: z.int() }).parse(app.server.address() ?? (await listen(stage)));
  services.settings = { ...services.settings, publicApiUrl: `http://127.0.0.1:${port}` };
  const { body } = await owner('POST', `/${id}/test-text`, { phone: '+14155552671' });
  const { messageId } = sent.parse(body);
  const ctx = createContext(services, { tenantId, actor: jobActor('test'), requestId: randomUUID() });
  const run = { signal: new AbortController().signal, isFirst: true };
  const tools = {
    guard: new SendGuard(services),
    turns: new ClaimTurns(),
    bulkSlots: new RequestSlots(1),
    nowSlots: new RequestSlots(1),
  };
  for (const job of services.jobs.splice(0)) {
    if (job.name === 'message.send-now' && job.payload.tenantId === tenantId) {
      await sendBatch(ctx, job.payload, run, tools);
    }
  }
  await applied(stage, tenantId, messageId);
  services.settings = { ...services.settings, publicApiUrl: publicUrl };
  const page = z.object({ items: z.array(z.object({ body: z.string() })) });
  const { items } = page.parse(await carrier.control('GET', '/messages?to=%2B14155552671'));
  return /\b\d{6}\b/.exec(items.at(-1)?.body ?? '')?.[0] ?? 'no code';
}

async function listen({ app }: Stage) {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app.server.address();
}

/** Applies the carrier's reports until the message is delivered. */
async function applied({ services }: Stage, tenantId: string, messageId: string): Promise<void> {
  const ctx = createContext(services, { tenantId, actor: jobActor('test'), requestId: randomUUID() });
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    await applyWebhookEvents(ctx, { kind: 'status' }, { signal: new AbortController().signal });
    const { rows } = await services.database.owner.query<{ status: string; reason: string | null }>(
      'select status, reason from messages where tenant_id = $1 and id = $2',
      [tenantId, messageId],
    );
    if (rows[0]?.status === 'delivered') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the test text was not delivered');
}

/** Does everything on the checklist. */
export async function doChecklist(stage: Stage, customer: Customer, id: string): Promise<void> {
  const { owner, keys } = customer;
  await owner('POST', `/${id}/sync-numbers`, { phones: [phones.tenDlc, phones.shortCode] });
  const code = await sendTestText(stage, customer, id);
  await owner('POST', `/${id}/test-text/confirm`, { code });
  const payload = { dailyLimitMicros: 5_000_000, monthlyLimitMicros: null };
  await call(stage.app, keys['owner'], { method: 'PUT', url: '/v1/budget', payload });
  await owner('PATCH', `/${id}`, { quietHoursKnown: true });
}
