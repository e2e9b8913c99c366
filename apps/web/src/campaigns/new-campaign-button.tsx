'use client';

import type { ButtonProps } from '@mantine/core';
import type { CreateCampaign } from '@sms-crm/contracts/campaigns';
import { campaign } from '@sms-crm/contracts/campaigns';
import { IconPlus } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';

type Props = Pick<ButtonProps, 'variant' | 'size'> & {
  children?: ReactNode;
  audience?: CreateCampaign['audience'];
  /** What it does, where its words alone leave that open. */
  label?: string;
};

const everyone = { type: 'all' } as const;

/** Makes a draft and opens it in the composer. */
export function NewCampaignButton({ children = 'New campaign', audience = everyone, label, ...look }: Props) {
  const router = useRouter();
  const refusal = useRefusal('campaigns:write');
  const create = useAction({
    run: () =>
      api('/v1/campaigns', campaign, { method: 'POST', body: { name: 'Untitled campaign', audience } }),
    refresh: [['v1', 'campaigns']],
    onDone: (draft) => router.push(`/campaigns/${draft.id}`),
  });
  return (
    <ActionButton
      {...look}
      {...(label ? { 'aria-label': label } : {})}
      refusal={refusal}
      loading={create.isPending}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => create.mutate()}
    >
      {children}
    </ActionButton>
  );
}
