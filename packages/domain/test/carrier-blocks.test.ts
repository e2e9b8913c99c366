import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { applyWebhookEvents } from '../src/webhooks/apply.ts';
import { storeInbound } from '../src/webhooks/store-inbound.ts';
import { newRecipient, phone, stateOfRecipient } from './recipient-kit.ts';
import { addMessage, addStatus, apply, newSid, newText as text, rowsOf, type Sender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const newScene = () => newRecipient(services);
const stateOf = (sender: Sender) => stateOfRecipient(services, sender);

test('a carrier’s late 21610 on a confirmation changes nothing after a START; on a campaign’s text it does', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, 'STOP')]);
  await apply(sender.ctx);
  const [confirmation] = await rowsOf<{ id: string }>(
    services,
    sender,
    `update messages set status = 'accepted', claimed_at = now(), handed_over_at = now(), carrier_message_id = 'SM1'
      where tenant_id = $1 and kind = 'opt-out-confirmation' returning id`,
  );
  await storeInbound(services, [text(sender, 'START')]);
  const fail = async (messageId: string | null, sid: string) => {
    await addStatus(sender, { messageId, sid, status: 'failed', code: '21610' });
    await apply(sender.ctx);
  };
  await fail(confirmation?.id ?? null, 'SM1');
  expect(await stateOf(sender)).toMatchObject({ entries: null, consent: 'granted' });
  await fail(await addMessage(sender, { phone, numberId: sender.numbers.self }), newSid());
  expect(await stateOf(sender)).toMatchObject({ entries: ['carrier:all'] });
});

async function refuse(sender: Sender): Promise<void> {
  const messageId = await addMessage(sender, { phone, numberId: sender.numbers.self });
  await addStatus(sender, { messageId, sid: newSid(), status: 'failed', code: '21610' });
  await apply(sender.ctx);
}

async function stop(sender: Sender): Promise<void> {
  await storeInbound(services, [text(sender, 'STOP')]);
}

test.each([
  ['START', 'read before', ['inbound', 'status']],
  ['START', 'read after', ['status', 'inbound']],
  ['JOIN', 'read before', ['inbound', 'status']],
  ['JOIN', 'read after', ['status', 'inbound']],
] as const)(
  'a START by %s that came in behind the carrier’s 21610 holds where it is %s it',
  async (word, _, kinds) => {
    const sender = await newScene();
    const messageId = await addMessage(sender, { phone, numberId: sender.numbers.self });
    await addStatus(sender, { messageId, sid: newSid(), status: 'failed', code: '21610' });
    const start = text(sender, word);
    await storeInbound(services, [{ ...start, params: { ...start.params, OptOutType: 'START' } }]);
    const { signal } = new AbortController();
    for (const kind of kinds) await applyWebhookEvents(sender.ctx, { kind }, { signal });
    expect(await stateOf(sender)).toMatchObject({ entries: null, consent: 'granted' });
  },
);

test('START lifts the carrier’s word of an opt-out too, whichever came first, and gives no consent that was not there', async () => {
  for (const steps of [[refuse], [refuse, stop], [stop, refuse]]) {
    const sender = await newScene();
    for (const step of steps) await step(sender);
    expect(await stateOf(sender)).not.toMatchObject({ entries: null });
    await storeInbound(services, [text(sender, 'START')]);
    expect(await stateOf(sender)).toMatchObject({ entries: null, consent: 'granted' });
  }
  const sender = await newScene();
  for (const word of ['STOP', 'START']) await storeInbound(services, [text(sender, word)]);
  await refuse(sender);
  await rowsOf(services, sender, `update contacts set consent = 'revoked' where tenant_id = $1`);
  await storeInbound(services, [text(sender, 'START')]);
  expect(await stateOf(sender)).toMatchObject({ entries: null, consent: 'revoked' });
});
