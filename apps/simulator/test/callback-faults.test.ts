import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { sdk } from './support/sdk.ts';
import { waitFor } from './support/wait-for.ts';

const to = '+12125551301';

describe('callbacks, lists and prices that go wrong', () => {
  let simulator: TestSimulator;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    simulator = await startTestSimulator();
    await simulator.control('PUT', '/clock', { held: true });
  });
  afterEach(async () => {
    await simulator.close();
    await receiver.close();
  });

  const fault = (rule: object) => simulator.control('POST', '/faults', rule);
  const advance = (ms: number) => simulator.control('POST', '/clock/advance', { ms });
  const send = () => simulator.send({ To: to, StatusCallback: `${receiver.origin}/status` });
  const told = () => receiver.received.map(({ params }) => params['MessageStatus']);

  it('loses them', async () => {
    await fault({ kind: 'callback-lost', statuses: ['sent'] });
    await send();
    await advance(1_000);
    await waitFor(() => receiver.received.length === 1);
    expect(told()).toEqual(['delivered']);
    expect(asObject(asObject(await simulator.control('GET', '/stats'))['callbacks'])).toMatchObject({
      lost: 1,
    });
  });

  it('posts them several times', async () => {
    await fault({ kind: 'callback-duplicate', statuses: ['delivered'], copies: 2 });
    await send();
    await advance(1_000);
    await waitFor(() => receiver.received.length === 4);
    expect(told().filter((status) => status === 'delivered')).toHaveLength(3);
  });

  it('turns their order round', async () => {
    await fault({ kind: 'callback-reorder', statuses: ['sent'] });
    await send();
    await advance(1_000);
    await waitFor(() => receiver.received.length === 2);
    expect(told()).toEqual(['delivered', 'sent']);
  });

  it('posts them late, by the carrier’s time', async () => {
    await fault({ kind: 'callback-late', statuses: ['sent'], ms: 600_000 });
    await send();
    await advance(599_000);
    await waitFor(() => receiver.received.length === 1);
    await advance(2_000);
    await waitFor(() => receiver.received.length === 2);
    expect(told()).toEqual(['delivered', 'sent']);
  });

  it('signs them wrong', async () => {
    await fault({ kind: 'callback-forged', times: 1 });
    await send();
    await advance(1_000);
    await waitFor(() => receiver.received.length === 2);
    const right = receiver.received.map(({ headers, params }) =>
      validateRequest(
        simulator.account.token,
        String(headers['x-twilio-signature']),
        `${receiver.origin}/status`,
        params,
      ),
    );
    expect(right.filter(Boolean)).toHaveLength(1);
  });

  it('posts them before the create request is answered', async () => {
    await simulator.control('PUT', '/clock', { held: false });
    await fault({ kind: 'callback-early' });
    expect(await send()).toMatchObject({ status: 201, body: { status: 'queued' } });
    expect(receiver.received.length).toBeGreaterThan(0);
  });

  it('shows messages in lists late and on small pages', async () => {
    await simulator.control('PUT', '/config', {
      listLagMs: { min: 60_000, max: 60_000 },
      listMaxPageSize: 2,
    });
    const { client } = sdk(simulator.url, simulator.account);
    for (let index = 0; index < 5; index += 1) await send();
    await advance(59_000);
    expect(await client.messages.list({ to })).toEqual([]);
    await advance(2_000);
    expect(await client.messages.list({ to, pageSize: 100 })).toHaveLength(5);
    expect((await client.messages.page({ to, pageSize: 100 })).instances).toHaveLength(2);
  });

  it('charges another price than the list’s, or never says which', async () => {
    await simulator.control('PUT', '/config', { priceDriftRate: 1, priceDriftFactor: 2 });
    const drifted = await send();
    await advance(10_000);
    await simulator.control('PUT', '/config', { priceDriftRate: 0, priceMissingRate: 1 });
    const hidden = await send();
    await advance(10_000);
    const { client } = sdk(simulator.url, simulator.account);
    const priceOf = async ({ body }: Awaited<ReturnType<typeof send>>) =>
      (await client.messages(String(body['sid'])).fetch()).price;
    expect([await priceOf(drifted), await priceOf(hidden)]).toEqual(['-0.01580', null]);
    expect(await simulator.control('GET', '/truth')).toMatchObject({
      chargedMicros: '23700',
      shownMicros: '15800',
      unfinishedTexts: 0,
    });
    expect(await simulator.control('GET', `/truth/phones/${to}`)).toEqual({
      phone: to,
      accepted: 2,
      chargedMicros: '23700',
    });
  });
});
