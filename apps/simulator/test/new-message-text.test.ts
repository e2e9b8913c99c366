import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptMessage } from '../src/messages/accept-message.ts';
import { messageBody } from '../src/rest/messages/message-body.ts';
import { newMessageText } from '../src/rest/messages/new-message-text.ts';
import { simulatorWithClock, textTo } from './support/held-clock.ts';

describe('the answer to a create request', () => {
  it('is the message resource to the letter, whatever the text', () => {
    const { simulator, account } = simulatorWithClock(100_000);
    const media = fc.constantFrom([], ['https://example.com/a.png']);
    const from = fc.constantFrom('55512', '+15005550006', 'A "name"');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), media, from, (body, mediaUrls, sender) => {
        const input = { ...textTo('+12125550100'), body, mediaUrls, from: sender };
        const message = acceptMessage(simulator, account, input);
        expect(newMessageText(message)).toBe(JSON.stringify(messageBody(message, true)));
      }),
    );
    simulator.steps.clear();
  });
});
