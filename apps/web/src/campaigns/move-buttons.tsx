'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { IconArrowBackUp, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { formatCountOf } from '../format/numbers.ts';
import { useStopped } from '../kill-switch/use-stopped.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import type { CampaignMove } from './moves.ts';
import { canMove, moveCampaign } from './moves.ts';
import { campaignsKey } from './resources.ts';

type Props = {
  campaign: Campaign;
  /** In a row of a list: small, named by its campaign, and without the move that cannot be taken back. */
  inRow?: boolean;
};

const done: Record<CampaignMove, string> = {
  pause: 'Paused. Texts already with the carrier can still arrive.',
  resume: 'Sending goes on.',
  cancel: 'Canceled. Nobody who still waited will get the text.',
};
const resumedButStopped = 'Resumed, but the kill switch still holds it. Sending goes on once that is lifted.';

/** How the moves differ from each other, and from the kill switch beside them. */
const meaning = {
  pause: 'Holds back what still waits, until somebody resumes it.',
  resume: 'What still waits goes on.',
  cancel: 'Ends it for good: nobody who still waits gets the text.',
  toDraft: 'It will not start by itself, and its text and audience can be changed.',
};

/** Pause, resume and cancel, as far as the campaign's state allows them. */
export function MoveButtons({ campaign, inRow = false }: Props) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const isStopped = useStopped();
  const refusal = useRefusal('campaigns:launch');
  const move = useAction({
    run: (which: CampaignMove) => moveCampaign(campaign.id, which),
    refresh: [campaignsKey],
    done: (now, which) => {
      if (now.status === 'draft') return 'It is a draft again.';
      return which === 'resume' && isStopped(now) ? resumedButStopped : done[which];
    },
    onDone: ({ status }) => {
      setAsking(false);
      if (status === 'draft') router.push(`/campaigns/${campaign.id}`);
    },
  });
  const button = { size: inRow ? 'xs' : 'sm', refusal, variant: 'default' } as const;
  const named = (words: string) => (inRow ? { 'aria-label': `${words} ${campaign.name}` } : {});
  const scheduled = campaign.status === 'scheduled';
  const busy = (which: CampaignMove) => move.isPending && move.variables === which;
  return (
    <>
      {canMove('pause', campaign.status) && (
        <ActionButton
          {...button}
          {...named('Pause')}
          hint={meaning.pause}
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          loading={busy('pause')}
          onClick={() => move.mutate('pause')}
        >
          Pause
        </ActionButton>
      )}
      {canMove('resume', campaign.status) && (
        <ActionButton
          {...button}
          {...named('Resume')}
          hint={meaning.resume}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={busy('resume')}
          onClick={() => move.mutate('resume')}
        >
          Resume
        </ActionButton>
      )}
      {!inRow && canMove('cancel', campaign.status) && (
        <ActionButton
          {...button}
          hint={scheduled ? meaning.toDraft : meaning.cancel}
          leftSection={
            scheduled ? <IconArrowBackUp size={16} aria-hidden /> : <IconX size={16} aria-hidden />
          }
          loading={busy('cancel')}
          onClick={() => (scheduled ? move.mutate('cancel') : setAsking(true))}
        >
          {scheduled ? 'Back to draft' : 'Cancel campaign'}
        </ActionButton>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Cancel this campaign for good?"
        confirmLabel="Cancel campaign"
        dismissLabel="Keep it"
        danger
        busy={busy('cancel')}
        onConfirm={() => move.mutate('cancel')}
      >
        <CancelWords campaign={campaign} />
      </ConfirmDialog>
    </>
  );
}

function CancelWords({ campaign }: { campaign: Campaign }) {
  const { waiting } = campaign.totals;
  return (
    <p>
      {waiting > 0
        ? `${formatCountOf(waiting, 'person', 'people')} who still wait will not get “${campaign.name}”. `
        : `“${campaign.name}” stops here. `}
      What was handed to the carrier cannot be called back. A canceled campaign cannot be resumed; pause it
      instead when you are not sure.
    </p>
  );
}
