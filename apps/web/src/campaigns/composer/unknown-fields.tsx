import { Alert } from '@mantine/core';
import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { IconInfoCircle } from '@tabler/icons-react';

/** Which merge fields of the text no recipient has, and which ones there are. */
export function UnknownFields({ notices }: { notices: readonly LaunchNotice[] }) {
  const unknown = notices.filter(({ code }) => code === 'unknown_field');
  if (unknown.length === 0) return null;
  return (
    <Alert role="note" color="yellow" variant="light" icon={<IconInfoCircle size={18} aria-hidden />}>
      {unknown.map(({ detail }) => (
        <strong key={detail} className="block font-semibold">
          {detail}
        </strong>
      ))}
      {unknown[0]?.fix}
    </Alert>
  );
}
