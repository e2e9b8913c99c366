import type { AuditEntry } from '@sms-crm/contracts/access';

export type Target = Pick<AuditEntry, 'targetType' | 'targetId' | 'targetName'>;

/** Pages of the things that have one of their own. */
const own: Readonly<Record<string, string>> = {
  campaign: '/campaigns/',
  contact: '/contacts/',
  import: '/contacts/imports/',
  message: '/messages/',
  number: '/numbers/',
};

/** Pages of the lists that the others stand in. */
const lists: Readonly<Record<string, string>> = {
  'api-key': '/settings',
  'auto-reply': '/settings/auto-replies',
  'carrier-account': '/settings/carrier',
  'link-domain': '/settings/links',
  'opt-out-rule': '/opt-outs',
  registration: '/numbers',
  segment: '/segments',
  'suppression-rule': '/suppression',
};

/** Where a thing of the log is looked at; undefined for one that is gone or has no page. */
export function targetPath({ targetType, targetId, targetName }: Target): string | undefined {
  if (targetName === null || targetId === null) return undefined;
  const page = own[targetType];
  return page === undefined ? lists[targetType] : page + targetId;
}
