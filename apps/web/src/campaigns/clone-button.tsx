'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { campaign as campaignSchema } from '@sms-crm/contracts/campaigns';
import { IconCopy } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { campaignsKey } from './resources.ts';

type Props = {
  campaign: Pick<Campaign, 'id' | 'name'>;
  /** In a row of a list: small, and named by its campaign. */
  inRow?: boolean;
  /** Saves what has to be saved before, or throws. */
  save?: () => Promise<void>;
};

/** Makes a draft like this campaign and opens it. */
export function CloneButton({ campaign, inRow = false, save }: Props) {
  const router = useRouter();
  const clone = useAction({
    run: async () => {
      await save?.();
      return api(`/v1/campaigns/${campaign.id}/clone`, campaignSchema, { method: 'POST', body: {} });
    },
    refresh: [campaignsKey],
    done: ({ name }) => `This is “${name}”, a draft of its own. Its end and schedule were not copied.`,
    onDone: ({ id }) => router.push(`/campaigns/${id}`),
  });
  return (
    <ActionButton
      size={inRow ? 'xs' : 'sm'}
      {...(inRow ? { 'aria-label': `Duplicate ${campaign.name}` } : {})}
      variant="default"
      refusal={useRefusal('campaigns:write')}
      loading={clone.isPending}
      leftSection={<IconCopy size={16} aria-hidden />}
      onClick={() => clone.mutate()}
    >
      Duplicate
    </ActionButton>
  );
}
