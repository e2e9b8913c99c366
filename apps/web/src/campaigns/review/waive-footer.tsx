'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { campaign as campaignSchema } from '@sms-crm/contracts/campaigns';
import { useDisclosure } from '@mantine/hooks';
import { api } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { useRefusal, useSession } from '../../session/session-context.tsx';
import { ActionButton } from '../../ui/action-button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { campaignsKey } from '../resources.ts';

const left = {
  brand_left_out: 'who sends it',
  opt_out_left_out: 'how to opt out',
};

export type LeftOut = keyof typeof left;

/** Takes it on oneself that a text goes out without brand or opt-out words. */
export function WaiveFooter({ campaign, code }: { campaign: Campaign; code: LeftOut }) {
  const [opened, { open, close }] = useDisclosure(false);
  const { actor } = useSession();
  const waive = useAction({
    run: () => api(`/v1/campaigns/${campaign.id}/waive-footer`, campaignSchema, { method: 'POST', body: {} }),
    refresh: [campaignsKey],
    done: 'The text may go out without it. It is in the audit log.',
    onDone: close,
  });
  return (
    <>
      <ActionButton size="xs" variant="default" refusal={useRefusal('campaigns:waive-footer')} onClick={open}>
        Send without it
      </ActionButton>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Send a text that does not say ${left[code]}?`}
        confirmLabel="Send without it"
        danger
        busy={waive.isPending}
        onConfirm={() => waive.mutate()}
      >
        <p>
          Carriers and the law ask marketing texts to say who sends them and how to stop them. The audit log
          names {actor.name} as the one who left it out. A change of the text asks again.
        </p>
      </ConfirmDialog>
    </>
  );
}
