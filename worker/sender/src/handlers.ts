import { randomUUID } from 'node:crypto';
import { autoPause } from '@sms-crm/domain/auto-pause/pause';
import { endCampaign } from '@sms-crm/domain/campaigns/end';
import { freezeCampaign } from '@sms-crm/domain/campaigns/freeze';
import { startScheduled } from '@sms-crm/domain/campaigns/start-scheduled';
import { reclassifyClicks } from '@sms-crm/domain/clicks/reclassify';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext, type Context, type Services } from '@sms-crm/domain/context/context';
import { followUp } from '@sms-crm/domain/follow-up/run';
import { retryDue } from '@sms-crm/domain/errors/retry-due';
import { checkImport } from '@sms-crm/domain/imports/check';
import { commitImport } from '@sms-crm/domain/imports/commit';
import { watchLinkDomains } from '@sms-crm/domain/link-domains/watch';
import { drainSpool } from '@sms-crm/domain/links/drain-spool';
import { advanceWarmUps } from '@sms-crm/domain/numbers/advance-warm-up';
import { expireReviews } from '@sms-crm/domain/opt-out-reviews/expire';
import { deliverOutbox } from '@sms-crm/domain/outbox/deliver';
import { reconcileBatch } from '@sms-crm/domain/sending/reconcile';
import { sendBatch, type SendTools } from '@sms-crm/domain/sending/send';
import { lookUpLines } from '@sms-crm/domain/suppression/look-up';
import { applyWebhookEvents } from '@sms-crm/domain/webhooks/apply';
import type { JobHandlers } from '@sms-crm/queue/worker';
import type { Registry } from '@sms-crm/runtime/metrics';
import { ledgerCheckHandler } from './ledger-check.ts';
import { recountHandler } from './recount.ts';

/**
 * What runs each kind of job: one verb each.
 *
 * @param registry where the recount tells how many counters are off
 */
export function createHandlers(services: Services, tools: SendTools, registry: Registry): JobHandlers {
  const context = (name: string, payload: { tenantId: string; requestId?: string | undefined }): Context =>
    createContext(services, {
      tenantId: payload.tenantId,
      actor: jobActor(name),
      requestId: payload.requestId ?? randomUUID(),
    });
  return {
    'import.check': (payload, run) => checkImport(context('import.check', payload), payload, run),
    'import.commit': (payload, run) => commitImport(context('import.commit', payload), payload, run),
    'campaign.start': (payload) => startScheduled(context('campaign.start', payload), payload),
    'campaign.end': (payload) => endCampaign(context('campaign.end', payload), payload),
    'campaign.freeze': (payload, run) => freezeCampaign(context('campaign.freeze', payload), payload, run),
    'message.send-bulk': (payload, run) =>
      sendBatch(context('message.send-bulk', payload), payload, run, tools),
    'message.send-now': (payload, run) =>
      sendBatch(context('message.send-now', payload), payload, run, { ...tools, turns: null }),
    'message.retry': async (payload, run) => {
      await retryDue(context('message.retry', payload), run);
    },
    'suppression.look-up': async (payload, run) => {
      await lookUpLines(context('suppression.look-up', payload), payload, run);
    },
    'campaign.auto-pause': async (payload) => {
      await autoPause(context('campaign.auto-pause', payload), payload);
    },
    'message.reconcile': (payload, run) =>
      reconcileBatch(context('message.reconcile', payload), payload, run),
    'message.follow-up': (payload, run) => followUp(context('message.follow-up', payload), payload, run),
    'webhook.apply': async (payload, run) => {
      await applyWebhookEvents(context('webhook.apply', payload), { kind: 'status' }, run);
    },
    'inbound.receive': async (payload, run) => {
      await applyWebhookEvents(context('inbound.receive', payload), { kind: 'inbound' }, run);
    },
    'opt-out.expire': async (payload, run) => {
      await expireReviews(context('opt-out.expire', payload), run);
    },
    'reports.recount': recountHandler(services, registry),
    'ledger.check': ledgerCheckHandler(services, registry),
    'numbers.warm-up': async (_payload, run) => {
      const found = await advanceWarmUps(services, run);
      run.log.debug(found, 'warm-up levels were judged');
    },
    'click.drain-spool': (payload, run) => drainSpool(context('click.drain-spool', payload), run),
    'click.reclassify': (payload, run) =>
      reclassifyClicks(context('click.reclassify', payload), payload, run),
    'links.watch-domains': async (_payload, run) => {
      const found = await watchLinkDomains(services, run);
      run.log.debug(found, 'link domains were looked at');
    },
    'outbox.deliver': (payload) => deliverOutbox(context('outbox.deliver', payload), payload),
  };
}
