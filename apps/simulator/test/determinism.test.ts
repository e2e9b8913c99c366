import { describe, expect, it } from 'vitest';
import { acceptMessage } from '../src/messages/accept-message.ts';
import type { Message } from '../src/messages/message.ts';
import { changeSettings } from '../src/settings/change-settings.ts';
import { simulatorWithClock, textTo } from './support/held-clock.ts';
import { waitFor } from './support/wait-for.ts';

const phones = Array.from({ length: 200 }, (_, index) => `+1212555${String(2_000 + index)}`);

/** What becomes of one text to each phone, sent in this order under this seed. */
async function outcomes(seed: string, order: readonly string[]): Promise<Map<string, string>> {
  const { simulator, account } = simulatorWithClock();
  changeSettings(simulator, { seed, failureRate: 0.3 });
  const sent = new Map<string, Message>();
  for (const phone of order) sent.set(phone, acceptMessage(simulator, account, textTo(phone)));
  await waitFor(() => simulator.steps.pending === 0);
  return new Map([...sent].map(([phone, { status, errorCode }]) => [phone, `${status} ${errorCode}`]));
}

describe('seeded randomness', () => {
  it('gives the same seed the same outcomes, in whatever order the texts come', async () => {
    const first = await outcomes('one', phones);
    const second = await outcomes('one', phones.toReversed());
    expect(phones.map((phone) => second.get(phone))).toEqual(phones.map((phone) => first.get(phone)));
    expect(new Set(first.values()).size).toBeGreaterThan(3);
  });

  it('gives another seed other outcomes', async () => {
    expect(await outcomes('two', phones)).not.toEqual(await outcomes('one', phones));
  });
});
