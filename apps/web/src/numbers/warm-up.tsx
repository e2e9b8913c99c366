'use client';

import { useDisclosure } from '@mantine/hooks';
import type { NumberDetail } from '@sms-crm/contracts/numbers';
import { useState } from 'react';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { CurveForm } from './curve-form.tsx';
import { Ladder } from './ladder.tsx';
import { useNumberChange } from './use-number-change.ts';

/** The daily ramp of a new number: where it stands, where it goes, and the ways on and off it. */
export function WarmUp({ number }: { number: NumberDetail }) {
  const [editing, edit] = useDisclosure(false);
  const refusal = useRefusal('numbers:write');
  return (
    <Card
      title="Warm-up"
      aside={
        <div className="flex flex-wrap gap-2">
          <ActionButton size="xs" variant="default" refusal={refusal} onClick={edit.open}>
            Change the ramp
          </ActionButton>
          <OnOff number={number} refusal={refusal} />
        </div>
      }
    >
      <p className="-mt-2 mb-4 text-sm text-soft">
        {number.warmUp
          ? 'Carriers trust a new number little by little. It climbs a step after a day that used most of its share and went well, and falls back when much is filtered.'
          : 'This number is warmed: nothing but its rate and the carrier limit it.'}
      </p>
      <Ladder rungs={number.ladder} />
      <Dialog opened={editing} onClose={edit.close} title="Parts of each day of the ramp">
        <CurveForm number={number} onDone={edit.close} />
      </Dialog>
    </Card>
  );
}

function words(warming: boolean): string {
  return warming ? 'Skip the warm-up' : 'Start a warm-up';
}

function OnOff({ number, refusal }: { number: NumberDetail; refusal: string | undefined }) {
  const warming = number.warmUp !== null;
  const [asking, ask] = useDisclosure(false);
  // The number may have changed before the dialog closes; its words stay those of the question.
  const [asked, setAsked] = useState(warming);
  const change = useNumberChange(number.id, asked ? 'The ramp is off.' : 'It begins at the first day.', {
    onDone: ask.close,
  });
  return (
    <>
      <ActionButton
        size="xs"
        variant="default"
        refusal={refusal}
        onClick={() => {
          setAsked(warming);
          ask.open();
        }}
      >
        {words(warming)}
      </ActionButton>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`${words(asked)}?`}
        confirmLabel={words(asked)}
        danger={asked}
        busy={change.isPending}
        onConfirm={() => change.mutate({ warmUp: asked ? 'skip' : 'start' })}
      >
        <p>
          {asked
            ? 'It may send at its full rate from now on. Carriers filter new numbers that send much at once; skip this only for a number that has sent before.'
            : 'It begins at the first day of its ramp. What is beyond a day’s share waits for the next day.'}
        </p>
      </ConfirmDialog>
    </>
  );
}
