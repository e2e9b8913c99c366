import type { Account } from '../../accounts/account.ts';
import { chanceOf, pickWithin } from '../../chance/chance.ts';
import { acceptMessage } from '../../messages/accept-message.ts';
import type { Message } from '../../messages/message.ts';
import { count } from '../../messages/stats.ts';
import type { Simulator } from '../../simulator.ts';
import type { Refusal } from '../errors.ts';
import { checkCreate } from './check-create.ts';
import { readCreateForm } from './create-form.ts';
import { workingTestSender } from './magic-numbers.ts';

/** Takes or refuses a create request; `latencyMs` is how long the answer is held back. */
export function createMessage(
  simulator: Simulator,
  account: Account,
  fields: Readonly<Record<string, unknown>>,
): { message: Message; latencyMs: number } | { refusal: Refusal; latencyMs: number } {
  const form = readCreateForm(fields);
  const refusal = checkCreate(form, simulator, account);
  const { settings, stats, threads } = simulator;
  const ordinal = threads.get(form.to)?.received ?? 0;
  const latencyMs = pickWithin(settings.createLatencyMs, chanceOf(settings.seed, form.to, ordinal, 'create'));
  if (refusal !== undefined) {
    count(stats.refused, refusal.code);
    simulator.feed.touch();
    return { refusal, latencyMs };
  }
  const message = acceptMessage(simulator, account, {
    ...form,
    direction: 'outbound-api',
    statusCallback:
      form.from === workingTestSender || form.statusCallback === '' ? null : form.statusCallback,
    ...(form.validityPeriod === '' ? {} : { validitySeconds: Number(form.validityPeriod) }),
  });
  stats.received += 1;
  stats.parts += message.parts;
  return { message, latencyMs };
}
