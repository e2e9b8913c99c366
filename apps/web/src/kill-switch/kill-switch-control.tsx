'use client';

import type { ButtonProps } from '@mantine/core';
import type { PutKillSwitch } from '@sms-crm/contracts/kill-switch';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { KillWords } from './kill-words.tsx';
import { putKillSwitch, stillArriving } from './put-kill-switch.ts';

/** The organisation, the whole installation, or a campaign or number with its name for the words of the dialog. */
export type KillTarget =
  | { scope: 'tenant' | 'platform' }
  | { scope: 'campaign' | 'number'; id: string; name: string };

type Props = { target: KillTarget; on: boolean } & Pick<ButtonProps, 'size' | 'className'>;

function body(target: KillTarget, on: boolean, reason: string): PutKillSwitch {
  return 'id' in target
    ? { scope: target.scope, id: target.id, on, reason }
    : { scope: target.scope, on, reason };
}

const scopeWords = {
  platform: 'the whole installation',
  tenant: 'all sending',
  campaign: 'this campaign',
  number: 'this number',
};

/** How the switch differs from Pause and Cancel beside it. */
const campaignHint =
  'For emergencies: stops it within one second, asks for a reason and mails those in charge. Pause is for everything else.';

/** The button that throws or lifts a kill switch, with the dialog that asks why. */
export function KillSwitchControl({ target, on, ...look }: Props) {
  const [asking, setAsking] = useState(false);
  // The page may learn of the change before the dialog closes; its words stay those of the question.
  const [asked, setAsked] = useState(on);
  const refusal = useRefusal('kill-switch:use');
  const change = useAction({
    run: (reason: string) => putKillSwitch(body(target, !asked, reason)),
    refresh: [['v1']],
    errors: 'form',
    done: (result) => (asked ? 'Sending may go on.' : stillArriving(result.atCarrier)),
  });
  const what = scopeWords[target.scope];
  const labelOf = (isOn: boolean) => (isOn ? `Allow ${what} again` : `Stop ${what}`);
  const Icon = on ? IconPlayerPlay : IconHandStop;
  return (
    <>
      <ActionButton
        {...look}
        variant="default"
        leftSection={<Icon size={16} aria-hidden className={on ? '' : 'text-bad'} />}
        refusal={refusal}
        hint={target.scope === 'campaign' && !on ? campaignHint : undefined}
        onClick={() => {
          setAsked(on);
          setAsking(true);
        }}
      >
        {labelOf(on)}
      </ActionButton>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`${labelOf(asked)}?`}
        confirmLabel={labelOf(asked)}
        danger={!asked}
        onConfirm={(reason) => change.mutateAsync(reason)}
      >
        <KillWords on={asked} target={target} />
      </ReasonDialog>
    </>
  );
}
