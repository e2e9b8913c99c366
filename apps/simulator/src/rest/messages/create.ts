import type { Account } from '../../accounts/account.ts';
import { chanceOf, drawWithin } from '../../chance/chance.ts';
import { acceptMessage } from '../../messages/accept-message.ts';
import type { Message } from '../../messages/message.ts';
import { count } from '../../messages/stats.ts';
import type { Simulator } from '../../simulator.ts';
import type { Refusal } from '../errors.ts';
import { checkCreate } from './check-create.ts';
import type { CreateForm } from './create-form.ts';
import { workingTestSender } from './magic-numbers.ts';

/** Takes a create request that is right, or says why not. */
export function createMessage(
  simulator: Simulator,
  account: Account,
  form: CreateForm,
): { message: Message } | { refusal: Refusal } {
  const { stats } = simulator;
  const refusal = checkCreate(form, simulator, account);
  if (refusal !== undefined) {
    count(stats.refused, refusal.code);
    simulator.feed.touch();
    return { refusal };
  }
  const message = acceptMessage(simulator, account, {
    ...form,
    from: form.from === '' ? senderOf(simulator, account, form) : form.from,
    direction: 'outbound-api',
    statusCallback: callbackOf(account, form),
    serviceSid: form.messagingServiceSid === '' ? null : form.messagingServiceSid,
    sendAtMs: form.scheduleType === '' ? null : Date.parse(form.sendAt),
    ...(form.validityPeriod === '' ? {} : { validitySeconds: Number(form.validityPeriod) }),
  });
  stats.received += 1;
  stats.parts += message.parts;
  return { message };
}

/** How long the answer to a create request takes by the settings, ms. */
export function createLatency({ settings, threads }: Simulator, to: string): number {
  const { createLatencyMs, seed } = settings;
  if (createLatencyMs.max === 0) return 0;
  return drawWithin(createLatencyMs, seed, to, threads.get(to)?.received ?? 0, 'create');
}

/** A service keeps the sender a phone had before: which one follows from the phone alone. */
function senderOf(
  { settings }: Simulator,
  account: Account,
  { messagingServiceSid, to }: CreateForm,
): string {
  const numbers = account.services.get(messagingServiceSid)?.numbers ?? [];
  return numbers[Math.floor(chanceOf(settings.seed, to, 'sender') * numbers.length)] ?? '';
}

/** The request's own address, else the service's; texts of test credentials call nobody. */
function callbackOf(account: Account, form: CreateForm): string | null {
  if (form.from === workingTestSender) return null;
  if (form.statusCallback !== '') return form.statusCallback;
  return account.services.get(form.messagingServiceSid)?.statusCallback ?? null;
}
