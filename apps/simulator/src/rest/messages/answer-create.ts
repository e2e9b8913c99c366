import type { Account } from '../../accounts/account.ts';
import type { RequestFault } from '../../faults/fault.ts';
import { count } from '../../messages/stats.ts';
import type { LoggedRequest } from '../../truth/request-log.ts';
import type { Simulator } from '../../simulator.ts';
import { asRefusalCode, errorBody, type Refusal } from '../errors.ts';
import { serverErrorBody } from '../server-error.ts';
import type { CreateForm } from './create-form.ts';
import { createLatency, createMessage } from './create.ts';
import { newMessageText } from './new-message-text.ts';

/** What the client gets: an answer, or a connection that breaks. */
export type CreateAnswer =
  | { status: number; type: string; text: string; retryAfterSeconds?: number | null }
  | { status: 0 };

/** A create request: its form, where it is noted, and who is told the answer, once. */
export type Create = {
  form: CreateForm;
  entry: LoggedRequest;
  onAnswer: (answer: CreateAnswer) => void;
};

/** Carries out a create request with what the rules let go wrong, and answers after the time that takes. */
export function answerCreate(simulator: Simulator, account: Account, create: Create): void {
  const { form, onAnswer } = create;
  const fault = simulator.faults.size === 0 ? undefined : simulator.faults.onRequest('create', form);
  if (fault === undefined || isAccepted(fault)) {
    carryOut(simulator, account, create, fault);
    return;
  }
  if (fault.kind === 'delay') {
    simulator.pauses.after(fault.ms, () => carryOut(simulator, account, create, undefined));
    return;
  }
  if (fault.kind === 'refuse') count(simulator.stats.refused, fault.code);
  hold(simulator, createLatency(simulator, form.to), () => onAnswer(faultAnswer(fault)));
}

/** An answer that refuses a request. */
export function refusalAnswer(refusal: Refusal): CreateAnswer {
  const body = errorBody(refusal);
  return { status: body.status, type: 'application/json', text: JSON.stringify(body) };
}

function carryOut(
  simulator: Simulator,
  account: Account,
  { form, entry, onAnswer }: Create,
  fault: RequestFault | undefined,
): void {
  const latencyMs = createLatency(simulator, form.to);
  const result = createMessage(simulator, account, form);
  if ('refusal' in result) {
    hold(simulator, latencyMs, () => onAnswer(refusalAnswer(result.refusal)));
    return;
  }
  entry.accepted = true;
  // The answer says what the message was when it was taken, however long it is held back.
  const text = newMessageText(result.message);
  const answer =
    fault === undefined || fault.kind === 'delay'
      ? { status: 201, type: 'application/json', text }
      : faultAnswer(fault);
  const end = () => onAnswer(answer);
  const early = simulator.faults.size === 0 ? undefined : simulator.faults.early(form);
  if (early === undefined) hold(simulator, latencyMs + (fault?.kind === 'delay' ? fault.ms : 0), end);
  else simulator.callbackWaits.untilTold(result.message.sid, early.ms, end);
}

function faultAnswer(fault: RequestFault): CreateAnswer {
  if (fault.kind === 'server-error') return { status: fault.status, ...serverErrorBody(fault) };
  if (fault.kind !== 'refuse') return { status: 0 };
  return {
    ...refusalAnswer({ code: asRefusalCode(fault.code) }),
    retryAfterSeconds: fault.retryAfterSeconds,
  };
}

function isAccepted(fault: RequestFault): boolean {
  return fault.kind !== 'refuse' && fault.accepted;
}

function hold(simulator: Simulator, delayMs: number, task: () => void): void {
  if (delayMs === 0) task();
  else simulator.pauses.after(delayMs, task);
}
