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
  const [opened, { open, close }] = useDisclosure(false);
  const blocker = preview.blockers.find(({ code }) => !passingBlockers.includes(code));
  const refusal = useRefusal('campaigns:launch') ?? (blocker && `${blocker.detail} ${blocker.fix}`);
  return (
    <>
      <ActionButton
        size="md"
        variant="default"
        refusal={refusal}
        leftSection={<IconCalendarClock size={18} aria-hidden />}
        onClick={open}
      >
        Schedule
      </ActionButton>
      <ScheduleDialog opened={opened} onClose={close} campaign={campaign} />
    </>
  );
}
