import type { AuditEntry } from '@sms-crm/contracts/access';

/** Actions as the log keeps them, in words. */
const actions: Readonly<Record<string, string>> = {
  'api-key.create': 'Made an API key',
  'api-key.revoke': 'Revoked an API key',
  'auto-pause.update': 'Changed when campaigns pause by themselves',
  'budget.update': 'Changed the budget',
  'auto-reply.create': 'Made an automatic answer',
  'auto-reply.delete': 'Deleted an automatic answer',
  'auto-reply.update': 'Changed an automatic answer',
  'campaign.auto-pause': 'Paused a campaign because of its results',
  'campaign.cancel': 'Canceled a campaign',
  'campaign.create': 'Made a campaign',
  'campaign.delete': 'Deleted a draft',
  'campaign.clone': 'Duplicated a campaign',
  'campaign.end': 'Completed a campaign',
  'campaign.export': 'Exported a campaign',
  'campaign.launch': 'Launched a campaign',
  'campaign.pause': 'Paused a campaign',
  'campaign.reopen': 'Opened a campaign again for another try',
  'campaign.resume': 'Resumed a campaign',
  'campaign.schedule': 'Scheduled a campaign',
  'campaign.start-refused': 'Did not start a scheduled campaign',
  'campaign.test-send': 'Sent a test of a campaign',
  'campaign.unschedule': 'Took a campaign back from its schedule',
  'campaign.update': 'Changed a draft',
  'campaign.waive-footer': 'Left out the opt-out line',
  'carrier.alert': 'Told members that the carrier blocks texts',
  'carrier-account.confirm-test': 'Confirmed a test text',
  'carrier-account.create': 'Added a carrier account',
  'carrier-account.delete': 'Removed a carrier account',
  'carrier-account.go-live': 'Went live',
  'carrier-account.import-numbers': 'Imported numbers of the carrier',
  'carrier-account.resume': 'Resumed a carrier account',
  'carrier-account.rotate-token': 'Replaced a carrier token',
  'carrier-account.stop': 'Stopped a carrier account that the carrier refused',
  'carrier-account.test-text': 'Sent a test text',
  'carrier-account.update': 'Changed a carrier account',
  'carrier-account.verify': 'Checked a carrier account',
  'click-settings.update': 'Changed how clicks are judged or kept',
  'clicks.reclassify': 'Had past clicks judged again',
  'consent.record': 'Recorded how contacts agreed',
  'contact.create': 'Added a contact',
  'contact.delete': 'Deleted a contact',
  'contact.export': 'Exported contacts',
  'contact.update': 'Changed a contact',
  'conversation.add-note': 'Left a note in a conversation',
  'conversation.assign': 'Assigned a conversation',
  'conversation.close': 'Closed a conversation',
  'conversation.reopen': 'Opened a conversation again',
  'conversation.reply': 'Answered a conversation',
  'country-database.delete': 'Took the database of countries away',
  'country-database.put': 'Supplied a database of countries',
  'dead-letter.retry': 'Tried again what was given up',
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
  'link-domain.create': 'Added a domain for links',
  'link-domain.delete': 'Deleted a domain for links',
  'link-domain.make-default': 'Let new links live on a domain',
  'link-domain.verify': 'Verified a domain for links',
  'link-settings.update': 'Changed where links may lead',
  'message.send': 'Sent a single text',
  'number.stop': 'Stopped a number that the carrier refused',
  'number.update': 'Changed a sending number',
  'number.warm-up': 'Changed the warm-up of a number',
  'opt-out-review.decide': 'Decided whether a reply is an opt-out',
  'opt-out-review.open': 'Held somebody for a review of their reply',
  'opt-out-rule.create': 'Made a rule that finds opt-outs',
  'opt-out-rule.delete': 'Deleted a rule that finds opt-outs',
  'opt-out-rule.switch': 'Switched a rule that finds opt-outs',
  'opt-out-rule.update': 'Changed a rule that finds opt-outs',
  'opt-out.lift': 'Opted in again by text',
  'opt-out.record': 'Opted out by text',
  'platform-do-not-contact.add': 'Forbade everybody to text',
  'platform-do-not-contact.remove': 'Let everybody text again',
  'prices.update': 'Changed prices',
  'quiet-hours.update': 'Changed quiet hours',
  'registration.create': 'Noted a registration',
  'registration.update': 'Changed a registration',
  'segment.create': 'Made a segment',
  'segment.delete': 'Deleted a segment',
  'segment.update': 'Changed a segment',
  'suppression-rule.create': 'Made a suppression rule',
  'suppression-rule.delete': 'Deleted a suppression rule',
  'suppression-rule.update': 'Changed a suppression rule',
  'template.create': 'Made a canned reply',
  'template.delete': 'Deleted a canned reply',
  'template.update': 'Changed a canned reply',
  'tenant.create': 'Made the organisation',
  'test-phone.add': 'Added a test phone',
  'test-phone.remove': 'Removed a test phone',
  'test-phone.verify': 'Verified a test phone',
};

/** What the product does by itself, by the name of its job. */
const jobs: Readonly<Record<string, string>> = {
  'campaign.auto-pause': 'watch over results',
  'campaign.end': 'end of a campaign',
  'campaign.freeze': 'campaign launch',
  'campaign.start': 'schedule',
  'click.drain-spool': 'click counting',
  clicks: 'click counting',
  'import.check': 'import check',
  'import.commit': 'import',
  'inbound.receive': 'inbound text',
  'links.watch-domains': 'check of link domains',
  'message.follow-up': 'delivery check',
  'message.reconcile': 'delivery check',
  'message.retry': 'another try',
  'message.send-bulk': 'sending',
  'message.send-now': 'sending',
  'numbers.warm-up': 'warm-up',
  'outbox.deliver': 'delivery of events',
  'suppression.look-up': 'look-up of lines',
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
