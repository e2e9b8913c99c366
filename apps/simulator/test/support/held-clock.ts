import { accountSchema } from '../../src/accounts/account.ts';
import { createSimulator, type Simulator } from '../../src/simulator.ts';
import { changeSettings } from '../../src/settings/change-settings.ts';

/** A carrier without a server whose clock can jump ahead; every step follows at once, nothing fails. */
export function simulatorWithClock(maxMessages = 1_000): {
  simulator: Simulator;
  account: ReturnType<Simulator['accounts']['put']>;
  jump: (ms: number) => void;
} {
  let aheadMs = 0;
  const simulator = createSimulator({ seed: 'test', maxMessages, now: () => Date.now() + aheadMs });
  const atOnce = { min: 0, max: 0 };
  changeSettings(simulator, {
    sendingAfterMs: atOnce,
    sentAfterMs: atOnce,
    finalAfterMs: atOnce,
    priceAfterMs: atOnce,
    failureRate: 0,
  });
  const numbers = [{ phone: '55512', type: 'short-code' }];
  const account = simulator.accounts.put(
    accountSchema.parse({ sid: `AC${'a'.repeat(32)}`, token: 'token', numbers }),
    simulator.now(),
  );
  return {
    simulator,
    account,
    jump: (ms) => {
      aheadMs += ms;
    },
  };
}

/** A text to this phone from the account's number. */
export function textTo(to: string) {
  return {
    from: '55512',
    to,
    body: 'Hello',
    mediaUrls: [],
    statusCallback: null,
    direction: 'outbound-api' as const,
  };
}
