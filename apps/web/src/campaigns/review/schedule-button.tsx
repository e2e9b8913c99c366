'use client';

import type { Campaign, CampaignPreview } from '@sms-crm/contracts/campaigns';
import { passingBlockers } from '@sms-crm/contracts/kill-switch';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarClock } from '@tabler/icons-react';
import { useRefusal } from '../../session/session-context.tsx';
import { ActionButton } from '../../ui/action-button.tsx';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';

const ScheduleDialog = lazyDialog<{ opened: boolean; onClose: () => void; campaign: Campaign }>(() =>
  import('./schedule-window.tsx').then((module) => module.ScheduleWindow),
);

/** Lets a draft start by itself later. */
export function ScheduleButton({ campaign, preview }: { campaign: Campaign; preview: CampaignPreview }) {
  const blocker = preview.blockers.find(({ code }) => !passingBlockers.includes(code));
  const refusal = blocker && `${blocker.detail} ${blocker.fix}`;
  return <DialogButton campaign={campaign} label="Schedule" size="md" refusal={refusal} />;
}

/** Lets a scheduled campaign start at another time. */
export function RescheduleButton({ campaign }: { campaign: Campaign }) {
  return <DialogButton campaign={campaign} label="Change time" size="sm" />;
}

type DialogButtonProps = {
  campaign: Campaign;
  label: string;
  size: 'sm' | 'md';
  refusal?: string | undefined;
};

function DialogButton({ campaign, label, size, refusal }: DialogButtonProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const forbidden = useRefusal('campaigns:launch');
  return (
    <>
      <ActionButton
        size={size}
        variant="default"
        refusal={forbidden ?? refusal}
        leftSection={<IconCalendarClock size={size === 'md' ? 18 : 16} aria-hidden />}
        onClick={open}
      >
        {label}
      </ActionButton>
      <ScheduleDialog opened={opened} onClose={close} campaign={campaign} />
    </>
  );
}
