import type { CallbackFault } from '../faults/fault.ts';
import type { Message } from '../messages/message.ts';
import type { Simulator } from '../simulator.ts';
import { callbackParams } from './callback-params.ts';
import type { Params } from './webhook-call.ts';

type Callback = { sid: string; url: string; params: Params; token: string };

/** Tells a message's status to its callback address, if it has one and that status is told at all. */
export function sendStatusCallback(simulator: Simulator, message: Message, token: string): void {
  const { settings, faults } = simulator;
  if (message.statusCallback === null) return;
  if (!settings.callbackStatuses.some((status) => status === message.status)) return;
  const callback = { sid: message.sid, url: message.statusCallback, params: callbackParams(message), token };
  const fault = faults.size === 0 ? undefined : faults.onCallback(message.status, message);
  if (fault === undefined) post(simulator, callback);
  else postWith(simulator, callback, fault);
}

/** Posts a callback the wrong way a rule names. */
function postWith(simulator: Simulator, callback: Callback, fault: CallbackFault): void {
  const { steps, stats, callbackWaits } = simulator;
  switch (fault.kind) {
    case 'callback-lost':
      stats.callbacks.lost += 1;
      return;
    case 'callback-duplicate':
      for (let copy = 0; copy <= fault.copies; copy += 1) post(simulator, callback);
      return;
    case 'callback-late':
      steps.after(fault.ms, () => post(simulator, callback));
      return;
    case 'callback-forged':
      post(simulator, { ...callback, token: `not ${callback.token}` });
      return;
    case 'callback-reorder':
      callbackWaits.untilTold(callback.sid, fault.ms, () => post(simulator, callback));
  }
}

function post(simulator: Simulator, { sid, url, params, token }: Callback): void {
  const { callbacks } = simulator.stats;
  const accepted = simulator.webhooks.post({
    url,
    params,
    token,
    wantsAnswer: false,
    onEnd: (answer) => {
      if (answer.ok) callbacks.sent += 1;
      else callbacks.failed += 1;
      simulator.callbackWaits.told(sid);
    },
  });
  if (!accepted) callbacks.dropped += 1;
}
