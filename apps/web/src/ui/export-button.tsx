'use client';

import type { Permission } from '@sms-crm/contracts/permissions';
import { IconDownload } from '@tabler/icons-react';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from './action-button.tsx';
import { LinkButton } from './link-button.tsx';

/** Downloads a CSV, or says who may. */
export function ExportButton(props: { href: string; permission: Permission; className?: string }) {
  const refusal = useRefusal(props.permission);
  const look = {
    variant: 'default',
    leftSection: <IconDownload size={16} aria-hidden />,
    ...(props.className ? { className: props.className } : {}),
  } as const;
  if (refusal) {
    return (
      <ActionButton {...look} refusal={refusal}>
        Export CSV
      </ActionButton>
    );
  }
  return (
    <LinkButton {...look} href={props.href} download>
      Export CSV
    </LinkButton>
  );
}
