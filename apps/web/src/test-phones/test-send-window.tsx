'use client';

import type { TestPhone } from '@sms-crm/contracts/test-phones';
import { testSendResult } from '@sms-crm/contracts/test-phones';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useResource } from '../api/use-resource.ts';
import { Tick } from '../form/tick.tsx';
import { formatCountOf } from '../format/numbers.ts';
import { formatPhone } from '../format/phones.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { AddPhone } from './add-phone.tsx';
import { ConfirmPhone } from './confirm-phone.tsx';
import { RemovePhone } from './remove-phone.tsx';
import { testPhoneList } from './resources.ts';

export type TestSendProps = {
  opened: boolean;
  onClose: () => void;
  campaignId: string;
  /** The contact whose values fill the merge fields. */
  contactId: string | undefined;
  /** Saves the draft first, so that the test is what is on the screen, or throws. */
  save: () => Promise<void>;
};

/** The most phones of one test. */
const mostPhones = 5;

/** Sends the draft as one contact would get it to verified phones of one's own. */
export function TestSendWindow(props: TestSendProps) {
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title="Send a test to your phone" size={520}>
      <TestSend {...props} />
    </DialogWindow>
  );
}

function TestSend({ campaignId, contactId, save, onClose }: TestSendProps) {
  const phones = useResource(testPhoneList);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const send = useAction({
    run: async () => {
      await save();
      const body = { testPhoneIds: chosen, contactId: contactId ?? null };
      return api(`/v1/campaigns/${campaignId}/test-send`, testSendResult, { method: 'POST', body });
    },
    done: ({ messageIds }) => `${formatCountOf(messageIds.length, 'test')} on the way.`,
    onDone: onClose,
  });
  const items = phones.data?.items ?? [];
  function choose(id: string, wanted: boolean): void {
    setChosen((before) => {
      const others = before.filter((other) => other !== id);
      return wanted ? [...others, id].slice(-mostPhones) : others;
    });
  }
  if (phones.error && !phones.data) {
    return <ErrorBox error={phones.error} onRetry={() => void phones.refetch()} />;
  }
  return (
    <div className="flex flex-col gap-5">
      <p className="text-sm text-soft">
        The text comes as the contact in the preview would get it, with short links that work. Tests go to
        verified phones only; they and taps on their links count in no report.
      </p>
      {items.length > 0 && (
        <ul aria-label="Test phones" className="flex flex-col gap-3">
          {items.map((phone) => (
            <li key={phone.id}>
              <PhoneChoice
                phone={phone}
                checked={chosen.includes(phone.id)}
                onChange={(wanted) => choose(phone.id, wanted)}
              />
            </li>
          ))}
        </ul>
      )}
      <AddPhone first={phones.data !== undefined && items.length === 0} />
      <div className="flex justify-end">
        <ActionButton
          refusal={chosen.length === 0 ? 'Choose a verified phone first.' : undefined}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          Send test
        </ActionButton>
      </div>
    </div>
  );
}

type ChoiceProps = { phone: TestPhone; checked: boolean; onChange: (checked: boolean) => void };

function PhoneChoice({ phone, checked, onChange }: ChoiceProps) {
  if (phone.verifiedAt === null) return <ConfirmPhone phone={phone} onConfirmed={() => onChange(true)} />;
  return (
    <div className="flex items-start justify-between gap-3">
      <Tick label={phone.name} description={formatPhone(phone.phone)} checked={checked} onChange={onChange} />
      <RemovePhone phone={phone} />
    </div>
  );
}
