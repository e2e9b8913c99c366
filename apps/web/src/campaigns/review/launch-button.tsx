'use client';

import type { Campaign, CampaignPreview } from '@sms-crm/contracts/campaigns';
import { campaign as campaignSchema } from '@sms-crm/contracts/campaigns';
import { IconRocket } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { formatMoney } from '../../format/money.ts';
import { formatCount, formatCountOf } from '../../format/numbers.ts';
import { useRefusal, useSession } from '../../session/session-context.tsx';
import { ActionButton } from '../../ui/action-button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { unreachedWords } from '../finish-words.ts';
import { previewKey } from '../preview.ts';
import { campaignsKey, oneCampaign } from '../resources.ts';

/** A campaign that takes longer does not go at once, seconds. */
const longSeconds = 600;

/** From this many recipients on, their number has to be typed. */
const typedAbove = 1_000;

type Props = { campaign: Campaign; preview: CampaignPreview };

/** Launches exactly what the review shows: the API refuses when the campaign or its recipients have changed since. */
export function LaunchButton({ campaign, preview }: Props) {
  const router = useRouter();
  const queries = useQueryClient();
  const { simulator } = useSession();
  const [asking, setAsking] = useState(false);
  const refusal = useRefusal('campaigns:launch') ?? blockedWords(preview);
  const { recipients } = preview;
  const unreached = unreachedWords(preview.finish, campaign);
  const launch = useAction({
    run: () =>
      api(`/v1/campaigns/${campaign.id}/launch`, campaignSchema, {
        method: 'POST',
        body: { expectedRecipients: recipients, expectedUpdatedAt: campaign.updatedAt },
      }),
    onDone: (launched) => {
      // Not asked again here: the preview of a running campaign says that it cannot be launched.
      void queries.invalidateQueries({ queryKey: campaignsKey, refetchType: 'none' });
      queries.setQueryData(oneCampaign(launched.id).queryKey, launched);
      router.push(`/campaigns/${launched.id}/report`);
    },
  });
  function confirm(): void {
    launch.mutate(undefined, {
      onError: () => {
        setAsking(false);
        void queries.invalidateQueries({ queryKey: previewKey(campaign.id) });
        void queries.invalidateQueries({ queryKey: oneCampaign(campaign.id).queryKey });
      },
    });
  }
  return (
    <>
      <ActionButton
        size="md"
        refusal={refusal}
        leftSection={<IconRocket size={18} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Launch campaign
      </ActionButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Send to ${formatCountOf(recipients, 'person', 'people')}?`}
        confirmLabel="Launch now"
        typed={recipients > typedAbove ? String(recipients) : undefined}
        typedAlso={formatCount(recipients)}
        busy={launch.isPending || launch.isSuccess}
        onConfirm={confirm}
      >
        <p>
          “{campaign.name}” costs {preview.exact ? '' : 'about '}
          {formatMoney(preview.costMicros)} and {startWords(preview)}. You can pause it, but what was handed
          to the carrier cannot be called back.
        </p>
        {preview.finish.at !== null && preview.durationSeconds > longSeconds && (
          <p>
            Not everything goes at once: the last text goes <Moment at={preview.finish.at} />
            {preview.finish.words === null ? '' : ` · ${preview.finish.words}`}
          </p>
        )}
        {unreached && <p className="font-semibold text-warn">{unreached}</p>}
        {simulator && <p>Simulator mode: the texts arrive on virtual handsets, nobody is really texted.</p>}
      </ConfirmDialog>
    </>
  );
}

function startWords({ openings: { waiting }, recipients }: CampaignPreview): string {
  if (waiting === 0) return 'starts at once';
  const who =
    waiting === recipients ? 'everybody waits' : formatCountOf(waiting, 'person waits', 'people wait');
  return `starts at once; ${who} for an hour in which they may be texted`;
}

function blockedWords(preview: CampaignPreview): string | undefined {
  const first = preview.blockers[0];
  return first ? `${first.detail} ${first.fix}` : undefined;
}
