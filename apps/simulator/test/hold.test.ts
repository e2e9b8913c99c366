import { describe, expect, it } from 'vitest';
import { acceptMessage } from '../src/messages/accept-message.ts';
import { changeSettings } from '../src/settings/change-settings.ts';
import { simulatorWithClock, textTo } from './support/held-clock.ts';
import { waitFor } from './support/wait-for.ts';

describe('holding delivery', () => {
  it('lets nothing move until it ends, then fails what waited longer than its validity', async () => {
    const { simulator, account, jump } = simulatorWithClock();
    changeSettings(simulator, { holdDelivery: true });
    const short = acceptMessage(simulator, account, { ...textTo('+12125550601'), validitySeconds: 60 });
    const long = acceptMessage(simulator, account, textTo('+12125550602'));
    await waitFor(() => simulator.held.size === 2);
    expect([short.status, long.status]).toEqual(['queued', 'queued']);
    jump(61_000);
    changeSettings(simulator, { holdDelivery: false });
    await waitFor(() => long.status === 'delivered');
    expect(short).toMatchObject({ status: 'failed', errorCode: 30_036, priceMicros: null });
    expect(simulator.held.size).toBe(0);
  });
});
