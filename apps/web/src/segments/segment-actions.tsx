'use client';

import { useDisclosure } from '@mantine/hooks';
import type { Segment } from '@sms-crm/contracts/segments';
import { IconPlus } from '@tabler/icons-react';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { NewCampaignButton } from '../campaigns/new-campaign-button.tsx';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { SegmentDialog } from './segment-dialog.tsx';
import { segmentsKey } from './resources.ts';

export function AddSegment() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        leftSection={<IconPlus size={16} aria-hidden />}
        refusal={useRefusal('contacts:write')}
        onClick={open}
      >
        Add segment
      </ActionButton>
      <SegmentDialog opened={opened} onClose={close} />
    </>
  );
}

/** Write to them, or delete it. */
export function SegmentActions({ segment }: { segment: Segment }) {
  const [asking, ask] = useDisclosure(false);
  const remove = useAction({
    run: () => api(`/v1/segments/${segment.id}`, noAnswer, { method: 'DELETE' }),
    refresh: [segmentsKey],
    done: `Deleted “${segment.name}”.`,
    onDone: ask.close,
  });
  return (
    <div className="flex justify-end gap-2 max-sm:flex-col">
      <NewCampaignButton
        size="xs"
        variant="default"
        audience={{ type: 'segment', segmentId: segment.id }}
        label={`Write to them: ${segment.name}`}
      >
        Write to them
      </NewCampaignButton>
      <ActionButton
        size="xs"
        variant="default"
        aria-label={`Delete ${segment.name}`}
        refusal={useRefusal('contacts:write')}
        onClick={ask.open}
      >
        Delete
      </ActionButton>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Delete “${segment.name}”?`}
        confirmLabel="Delete segment"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>Its contacts stay. Campaigns that went to it keep the people they had.</p>
      </ConfirmDialog>
    </div>
  );
}
