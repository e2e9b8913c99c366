import { Alert } from '@mantine/core';
import { maxAttributeChars, maxAttributes } from '@sms-crm/contracts/contacts';
import type { ImportTotals } from '@sms-crm/contracts/imports';
import { IconInfoCircle } from '@tabler/icons-react';
import { formatCount, formatCountOf } from '../format/numbers.ts';

/** What of the accepted rows does not fit into contacts. */
export function ImportNotices({ totals }: { totals: ImportTotals }) {
  const { shortened = 0, attributesLeftOut = 0, unreadDates, saidNo } = totals;
  const notices = [
    saidNo !== undefined &&
      `${formatCountOf(saidNo.rows, 'row')} with a no in ${listed(saidNo.columns)}: these people are imported without a record of their agreement, whatever their date says. If the column is about something else, take it out of the file and upload it again.`,
    unreadDates !== undefined &&
      `${formatCountOf(unreadDates.rows, 'row')} with a date of agreement that cannot be read or is still to come, e.g. “${unreadDates.example}” in row ${formatCount(unreadDates.row)}: these people are imported without a record of their agreement. Write dates like 2026-02-25, then upload the file again.`,
    shortened > 0 &&
      `${formatCountOf(shortened, 'row')} with a value longer than ${maxAttributeChars} characters: the rest of such values is left out.`,
    attributesLeftOut > 0 &&
      `${formatCountOf(attributesLeftOut, 'value')} left out: a contact has at most ${maxAttributes} attributes, and these have them already.`,
  ].filter((notice) => notice !== false);
  return notices.map((notice) => (
    <Alert
      key={notice}
      color="yellow"
      variant="light"
      icon={<IconInfoCircle size={18} aria-hidden />}
      mt="lg"
    >
      {notice}
    </Alert>
  ));
}

function listed(headers: readonly string[]): string {
  return headers.map((header) => `“${header}”`).join(' or ');
}
