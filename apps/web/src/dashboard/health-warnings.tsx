import { Alert } from '@mantine/core';
import type { HealthWarning } from '@sms-crm/contracts/session';
import { IconAlertTriangle } from '@tabler/icons-react';
import { formatShare } from '../format/numbers.ts';

/** What is wrong with the texts of the last seven days, and what to do about it. */
export function HealthWarnings({ warnings }: { warnings: HealthWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Warnings" className="flex flex-col gap-3">
      {warnings.map(({ code, share, limit, detail, fix }) => (
        <li key={code}>
          <Alert
            role="note"
            color="orange"
            variant="light"
            icon={<IconAlertTriangle size={18} aria-hidden />}
            title={detail}
          >
            <p>{fix}</p>
            <p className="numeric mt-1 text-xs text-soft">
              {formatShare(share, 1)} of the last 7 days; the line is {formatShare(limit, 1)}.
            </p>
          </Alert>
        </li>
      ))}
    </ul>
  );
}
