import type { AuditEntry } from '@sms-crm/contracts/access';

/** Actions as the log keeps them, in words. */
const actions: Readonly<Record<string, string>> = {
  'api-key.create': 'Made an API key',
  'api-key.revoke': 'Revoked an API key',
  'auto-pause.update': 'Changed when campaigns pause by themselves',
  'budget.update': 'Changed the budget',
  'campaign.auto-pause': 'A campaign paused by itself',
  'campaign.cancel': 'Canceled a campaign',
  'campaign.create': 'Made a campaign',
  'campaign.delete': 'Deleted a draft',
  'campaign.end': 'Completed a campaign',
  'campaign.export': 'Exported a campaign',
  'campaign.launch': 'Launched a campaign',
  'campaign.pause': 'Paused a campaign',
  'campaign.reopen': 'Reopened a campaign for a retried text',
  'campaign.resume': 'Resumed a campaign',
  'campaign.schedule': 'Scheduled a campaign',
  'campaign.start-refused': 'A scheduled campaign did not start',
  'campaign.test-send': 'Sent a test of a draft',
  'campaign.update': 'Changed a draft',
  'campaign.waive-footer': 'Let a text go without brand or opt-out words',
  'carrier-account.confirm-test': 'Confirmed a test text',
  'carrier-account.create': 'Added a carrier account',
  'carrier-account.delete': 'Removed a carrier account',
  'carrier-account.go-live': 'Went live',
  'carrier-account.import-numbers': 'Imported numbers of the carrier',
  'carrier-account.resume': 'Let a carrier account send again',
  'carrier-account.rotate-token': 'Replaced a carrier token',
  'carrier-account.stop': 'The carrier refused an account',
  'carrier-account.test-text': 'Sent a test text',
  'carrier-account.update': 'Changed a carrier account',
  'carrier-account.verify': 'Checked a carrier account',
  'consent.record': 'Recorded how contacts agreed',
  'contact.create': 'Added a contact',
  'contact.delete': 'Deleted a contact',
  'contact.export': 'Exported contacts',
  'contact.update': 'Changed a contact',
  'dead-letter.retry': 'Tried something given up again',
  'do-not-contact.add': 'Added to do-not-contact',
  'do-not-contact.block-by-carrier': 'Blocked by the carrier',
  'do-not-contact.remove': 'Took off do-not-contact',
  'import.cancel': 'Canceled an import',
  'import.check': 'Checked a file',
  'import.commit': 'Started an import',
  'import.complete': 'Finished an import',
  'import.export-rejected': 'Exported rejected rows',
  'import.fail': 'An import failed',
  'import.upload': 'Uploaded a file',
  'kill-switch.off': 'Allowed sending again',
  'kill-switch.on': 'Stopped sending by a kill switch',
  'ledger.export': 'Exported the ledger',
  'message.send': 'Sent one text',
  'number.stop': 'The carrier stopped a number',
  'number.update': 'Changed a sending number',
  'number.warm-up': 'Changed the warm-up of a number',
  'opt-out.lift': 'Opted in again by text',
  'opt-out.record': 'Opted out by text',
  'prices.update': 'Changed the prices',
  'quiet-hours.update': 'Changed the quiet hours',
  'registration.create': 'Noted a registration',
  'registration.update': 'Changed a registration',
  'suppression-rule.create': 'Added a suppression rule',
  'suppression-rule.delete': 'Deleted a suppression rule',
  'suppression-rule.update': 'Changed a suppression rule',
  'tenant.create': 'Made the organisation',
  'test-phone.add': 'Added a test phone',
  'test-phone.remove': 'Removed a test phone',
  'test-phone.verify': 'Verified a test phone',
};

/** What the product does by itself, by the name of its job. */
const jobs: Readonly<Record<string, string>> = {
  'campaign.freeze': 'campaign launch',
  clicks: 'click counting',
  'import.check': 'import check',
  'import.commit': 'import',
  'inbound.receive': 'inbound text',
  'message.reconcile': 'delivery check',
  'message.send-bulk': 'sending',
  'message.send-now': 'sending',
  'outbox.deliver': 'delivery of events',
  sweep: 'regular check-up',
  'webhook.apply': 'carrier webhook',
};

const jobPrefix = 'job ';

/** `campaign.launch` → `Launched a campaign`; an action without words of its own by its code. */
export function actionWords(action: string): string {
  return actions[action] ?? spaced(action);
}

/** A person or key by name; the product itself as `Automatic (carrier webhook)`. */
export function actorWords({ actor, actorType }: Pick<AuditEntry, 'actor' | 'actorType'>): string {
  if (actorType !== 'job') return actor;
  const name = actor.startsWith(jobPrefix) ? actor.slice(jobPrefix.length) : actor;
  return `Automatic (${jobs[name] ?? name})`;
}

/** `api-key` → `Api key`. */
export function spaced(code: string): string {
  const words = code.replaceAll(/[.-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
