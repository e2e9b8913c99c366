'use client';

import { segment } from '@sms-crm/contracts/segments';
import { IconUsersPlus } from '@tabler/icons-react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { NewCampaignButton } from '../campaigns/new-campaign-button.tsx';
import { segmentsKey } from '../segments/resources.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';

type Props = { campaign: { id: string; name: string }; clicked: number };

/** Longest name of a segment, characters. */
const maxNameChars = 120;

/** Makes a segment of those who clicked, then offers to write to them. */
export function SaveClickers({ campaign, clicked }: Props) {
  const refusal = useRefusal('contacts:write');
  const nobody = clicked === 0 ? 'Nobody has clicked yet.' : undefined;
  const save = useAction({
    run: () =>
      api('/v1/segments', segment, {
        method: 'POST',
        body: {
          name: `Clicked: ${campaign.name}`.slice(0, maxNameChars),
          filter: { type: 'clicked', campaignId: campaign.id },
        },
      }),
    refresh: [segmentsKey],
    done: ({ name }) => `“${name}” is a segment now.`,
  });
  if (save.data) {
    return (
      <NewCampaignButton size="xs" audience={{ type: 'segment', segmentId: save.data.id }}>
        Write to them
      </NewCampaignButton>
    );
  }
  return (
    <ActionButton
      size="xs"
      variant="default"
      leftSection={<IconUsersPlus size={16} aria-hidden />}
      refusal={refusal ?? nobody}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      Make a segment of them
    </ActionButton>
  );
}
