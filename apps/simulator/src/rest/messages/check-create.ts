import { isQueueFull } from '../../delivery/is-queue-full.ts';
import type { Account } from '../../accounts/account.ts';
import { longestValiditySeconds } from '../../messages/message.ts';
import type { Simulator } from '../../simulator.ts';
import type { Refusal } from '../errors.ts';
import { refusedRecipients, refusedSenders, workingTestSender } from './magic-numbers.ts';
import type { CreateForm } from './create-form.ts';

type Rule = (form: CreateForm, simulator: Simulator, account: Account) => Refusal | undefined;

const longestBody = 1_600;
const longestUrl = 4_000;
const mostMedia = 10;
const longestScheduleSeconds = 3_024_000;

/** What Twilio checks before it takes a message, in the order it names problems; the first one found is the answer. */
const rules: readonly Rule[] = [
  ({ to }) => (to === '' ? { code: 21604 } : undefined),
  ({ from, messagingServiceSid }) =>
    from === '' && messagingServiceSid === '' ? { code: 21603 } : undefined,
  checkService,
  checkSchedule,
  ({ body, mediaUrls }) => (body === '' && mediaUrls.length === 0 ? { code: 21602 } : undefined),
  ({ body }) => (body.length > longestBody ? { code: 21617 } : undefined),
  checkMedia,
  checkValidity,
  checkCallback,
  checkSender,
  checkRecipient,
  ({ from, to, messagingServiceSid }, { blocks }) =>
    messagingServiceSid === '' && blocks.has(from, to) ? { code: 21610 } : undefined,
  checkQueue,
];

/** Why a create request is refused; undefined when it is taken. */
export function checkCreate(form: CreateForm, simulator: Simulator, account: Account): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(form, simulator, account);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function checkService(
  { messagingServiceSid, from }: CreateForm,
  _: Simulator,
  account: Account,
): Refusal | undefined {
  if (messagingServiceSid === '') return undefined;
  const service = account.services.get(messagingServiceSid);
  if (service === undefined) return { code: 21701 };
  return service.numbers.length === 0 && from === '' ? { code: 21704 } : undefined;
}

/** A fixed time in the future, given to a messaging service. */
function checkSchedule(form: CreateForm, { settings, now }: Simulator): Refusal | undefined {
  if (form.scheduleType === '') return undefined;
  if (form.messagingServiceSid === '') return { code: 35118 };
  if (form.sendAt === '') return { code: 35111 };
  const seconds = (Date.parse(form.sendAt) - now()) / 1_000;
  const isInWindow = seconds >= settings.scheduleMinSeconds && seconds <= longestScheduleSeconds;
  return isInWindow ? undefined : { code: 35115, detail: String(settings.scheduleMinSeconds) };
}

/** The number's own queue, and the simulator's bound; with a messaging service the queue is looked at later. */
function checkQueue(form: CreateForm, simulator: Simulator, account: Account): Refusal | undefined {
  const isDirect = form.messagingServiceSid === '';
  const isFull = simulator.log.isFull || (isDirect && isQueueFull(simulator, account.numbers.get(form.from)));
  return isFull ? { code: 21611, detail: form.from } : undefined;
}

function checkMedia({ mediaUrls }: CreateForm): Refusal | undefined {
  if (mediaUrls.length > mostMedia) return { code: 21623 };
  const bad = mediaUrls.find((url) => !isWebUrl(url));
  return bad === undefined ? undefined : { code: 21620, detail: bad };
}

function checkValidity({ validityPeriod }: CreateForm): Refusal | undefined {
  if (validityPeriod === '') return undefined;
  const seconds = /^\d{1,6}$/.test(validityPeriod) ? Number(validityPeriod) : 0;
  return seconds >= 1 && seconds <= longestValiditySeconds ? undefined : { code: 21624 };
}

function checkCallback({ statusCallback }: CreateForm): Refusal | undefined {
  if (statusCallback === '') return undefined;
  if (statusCallback.length <= longestUrl && isWebUrl(statusCallback)) return undefined;
  return { code: 21609, detail: statusCallback.slice(0, 200) };
}

function checkSender(
  { from, messagingServiceSid }: CreateForm,
  _: Simulator,
  account: Account,
): Refusal | undefined {
  if (from === '' && messagingServiceSid !== '') return undefined;
  const magic = refusedSenders[from];
  if (magic !== undefined) return { code: magic, detail: from };
  if (from === workingTestSender || account.numbers.has(from)) return undefined;
  const isSender = /^\+[1-9]\d{6,14}$|^\d{3,8}$|^(?=.*[A-Za-z])[\w +&-]{1,11}$/.test(from);
  return { code: isSender ? 21606 : 21212, detail: from };
}

function checkRecipient({ to }: CreateForm): Refusal | undefined {
  const magic = refusedRecipients[to];
  if (magic !== undefined) return { code: magic, detail: to };
  const isPhone = /^\+1\d{10}$|^\+[2-9]\d{6,14}$/.test(to);
  return isPhone ? undefined : { code: 21211, detail: to };
}

/** http(s) with a host; Twilio refuses underscores in host names. */
function isWebUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' && !url.hostname.includes('_');
}
