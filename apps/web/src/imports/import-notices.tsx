import { Alert } from '@mantine/core';
import { maxAttributeChars, maxAttributes } from '@sms-crm/contracts/contacts';
import type { ImportTotals } from '@sms-crm/contracts/imports';
import { IconInfoCircle } from '@tabler/icons-react';
import { formatCountOf } from '../format/numbers.ts';

/** What of the accepted rows does not fit into contacts. */
export function ImportNotices({ totals }: { totals: ImportTotals }) {
  const { shortened = 0, attributesLeftOut = 0 } = totals;
  const notices = [
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
