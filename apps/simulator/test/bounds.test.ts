import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptMessage } from '../src/messages/accept-message.ts';
import type { Message } from '../src/messages/message.ts';
import { MessageLog } from '../src/messages/message-log.ts';
import { changeSettings } from '../src/settings/change-settings.ts';
import { simulatorWithClock, textTo } from './support/held-clock.ts';
import { waitFor } from './support/wait-for.ts';

const phones = ['+12125550701', '+12125550702', '+12125550703'] as const;

describe('the bound of the state', () => {
  it('drops the oldest finished messages and their handsets, and counts on', async () => {
    const { simulator, account } = simulatorWithClock(50);
    for (let index = 0; index < 500; index += 1) {
      acceptMessage(simulator, account, textTo(`+1212555${String(1_000 + index)}`));
      if (index % 25 === 24) await waitFor(() => simulator.steps.pending === 0);
    }
    expect(simulator.log.size).toBe(50);
    expect(simulator.threads.size).toBe(50);
    expect(simulator.log.dropped).toBe(450);
    expect(simulator.stats.byStatus['delivered']).toBe(500);
    expect(simulator.threads.get('+12125551000')).toBeUndefined();
    expect(simulator.threads.get('+12125551499')?.entries).toHaveLength(1);
  });

  it('is full when nothing it keeps is finished', () => {
    const { simulator, account } = simulatorWithClock(3);
    changeSettings(simulator, { holdDelivery: true });
    for (const phone of phones) acceptMessage(simulator, account, textTo(phone));
    expect(simulator.log.isFull).toBe(true);
  });

  it('shows at most 100 entries on one handset', () => {
    const { simulator, account } = simulatorWithClock(1_000);
    for (let index = 0; index < 150; index += 1) acceptMessage(simulator, account, textTo(phones[0]));
    expect(simulator.threads.get(phones[0])?.entries).toHaveLength(100);
    expect(simulator.threads.get(phones[0])?.received).toBe(150);
  });

  it('keeps log order, filters and pages right through any adding, finishing and dropping', () => {
    const action = fc.record({ to: fc.constantFrom(...phones), finish: fc.boolean() });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), fc.nat(59), (actions, cut) => {
        const dropped: Message[] = [];
        const log = new MessageLog(10, (message) => dropped.push(message));
        const added = actions.map(({ to, finish }, index) => {
          const message = bare(`SM${String(index).padStart(32, '0')}`, to);
          log.add(message);
          if (finish) log.finish(message);
          return message;
        });
        const kept = added.filter((message) => !dropped.includes(message));
        expect(sids(log.oldestFirst({}))).toEqual(kept.map(({ sid }) => sid));
        expect(sids(log.newestFirst({}))).toEqual(kept.map(({ sid }) => sid).toReversed());
        const to = phones[0];
        const after = { sid: `SM${String(cut).padStart(32, '0')}`, position: cut + 1 };
        const older = added.slice(0, cut).filter((message) => kept.includes(message) && message.to === to);
        expect(sids(log.newestFirst({ to, after }))).toEqual(older.map(({ sid }) => sid).toReversed());
      }),
    );
  });
});

function sids(walk: Iterable<{ message: Message }>): string[] {
  return Array.from(walk, ({ message }) => message.sid);
}

function bare(sid: string, to: string): Message {
  return {
    ...textTo(to),
    sid,
    accountSid: '',
    parts: 1,
    ordinal: 0,
    createdAtMs: 0,
    validitySeconds: 1,
    serviceSid: null,
    sendAtMs: null,
    redacted: false,
    deleted: false,
    status: 'queued',
    errorCode: null,
    priceMicros: null,
    sentAtMs: null,
    updatedAtMs: 0,
    webhook: null,
  };
}
