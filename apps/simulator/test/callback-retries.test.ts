import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

describe('callback retries', () => {
  let simulator: TestSimulator;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    simulator = await startTestSimulator();
    await simulator.control('PUT', '/config', { callbackStatuses: ['delivered'] });
  });
  afterEach(async () => {
    await simulator.close();
    await receiver.close();
  });

  const callbacks = async () => asObject(asObject(await simulator.control('GET', '/stats'))['callbacks']);

  it('gives a 5xx up at once unless the fragment asks for more', async () => {
    receiver.answer(() => ({ status: 503 }));
    await simulator.send({ To: '+12125550501', StatusCallback: `${receiver.origin}/` });
    await waitFor(async () => (await callbacks())['failed'] === 1);
    expect(receiver.received).toHaveLength(1);
  });

  it('tries again as the fragment says, with one idempotency token', async () => {
    receiver.answer((_, count) => ({ status: count < 4 ? 500 : 204 }));
    await simulator.send({ To: '+12125550502', StatusCallback: `${receiver.origin}/x#rc=5&rp=5xx` });
    await waitFor(async () => (await callbacks())['sent'] === 1);
    const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(4);
    expect(tokens[0]).toBeUndefined();
    expect(new Set(tokens.slice(1)).size).toBe(1);
    expect(tokens[1]).toMatch(/^[0-9a-f-]{36}$/);
    expect(await callbacks()).toEqual({ sent: 1, failed: 0, retried: 3, dropped: 0, lost: 0 });
  });

  it('tries once more when it could not connect', async () => {
    await receiver.close();
    await simulator.send({ To: '+12125550503', StatusCallback: `${receiver.origin}/` });
    await waitFor(async () => (await callbacks())['failed'] === 1);
    expect(await callbacks()).toMatchObject({ retried: 1 });
  });

  it('gives up on a whole queue of callbacks that nobody takes', async () => {
    await receiver.close();
    await simulator.control('PUT', '/config', { holdDelivery: true });
    const StatusCallback = `${receiver.origin}/#rc=0`;
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        simulator.send({ To: `+1212555${1_600 + index}`, StatusCallback }),
      ),
    );
    await simulator.control('PUT', '/config', { holdDelivery: false });
    await waitFor(async () => (await callbacks())['failed'] === 200);
    expect(await callbacks()).toMatchObject({ sent: 0, dropped: 0 });
  });

  it('does not follow a redirect', async () => {
    receiver.answer(() => ({ status: 302 }));
    await simulator.send({ To: '+12125550504', StatusCallback: `${receiver.origin}/#rc=3&rp=all` });
    await waitFor(async () => (await callbacks())['failed'] === 1);
    expect(receiver.received).toHaveLength(1);
  });
});
