import type { ImportField, ImportStatus, RowError } from '@sms-crm/contracts/imports';
import { rowErrors } from '@sms-crm/contracts/imports';
import type { Tone } from '../ui/status-mark.tsx';

export const statusWords: Record<ImportStatus, { words: string; tone: Tone }> = {
  uploaded: { words: 'Waiting for its settings', tone: 'info' },
  checking: { words: 'Being checked', tone: 'live' },
  checked: { words: 'Checked, not imported yet', tone: 'info' },
  committing: { words: 'Being imported', tone: 'live' },
  completed: { words: 'Imported', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  canceled: { words: 'Canceled', tone: 'neutral' },
};

export const fieldWords: Record<ImportField, string> = {
  phone: 'Phone',
  firstName: 'First name',
  lastName: 'Last name',
  fullName: 'Full name',
  email: 'E-mail',
  city: 'City',
  region: 'State or region',
  postalCode: 'Postal code',
  timeZone: 'Time zone',
  optedInAt: 'Opted in at',
  tags: 'Tags',
};

export const rowErrorWords: Record<RowError, string> = rowErrors;

/** What the detail of a rejected row adds to its reason; undefined when it says the same. */
export function addedDetail({ reason, detail }: { reason: RowError; detail: string }): string | undefined {
  return detail.replace(/\.$/, '') === rowErrorWords[reason] ? undefined : detail;
}
