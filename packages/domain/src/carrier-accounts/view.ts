import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import type { TxContext } from '../context/context.ts';
import { stageOf, textsUrl, type AccountRow } from './account-row.ts';
import { readChecklist } from './checklist.ts';

/** An account as the API shows it, never with its token. */
export async function viewAccount(ctx: TxContext, row: AccountRow): Promise<CarrierAccount> {
  const stage = stageOf(row);
  const checklist = stage === 'simulated' ? [] : await readChecklist(ctx, row);
  const former = row.formerTokenUntil;
  return {
    id: row.id,
    name: row.name,
    carrier: row.carrier,
    accountSid: row.accountSid,
    stage,
    webhookUrl: textsUrl(ctx.services.settings, row),
    formerTokenUntil: former !== null && former > ctx.services.clock.now() ? former.toISOString() : null,
    stopped: row.stoppedAt === null ? null : { at: row.stoppedAt.toISOString(), code: row.stoppedCode },
    wentLiveAt: row.wentLiveAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    checklist,
    ready: checklist.length > 0 && checklist.every(({ state }) => state === 'done'),
  };
}
