'use client';

import { CloseButton } from '@mantine/core';
import type { TestPhone } from '@sms-crm/contracts/test-phones';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { testPhonesKey } from './resources.ts';

/** Takes a phone off the list; it can be added again. */
export function RemovePhone({ phone }: { phone: TestPhone }) {
  const remove = useAction({
    run: () => api(`/v1/test-phones/${phone.id}`, noAnswer, { method: 'DELETE' }),
    refresh: [testPhonesKey],
    done: `${phone.name} gets no more tests.`,
  });
  return (
    <CloseButton
      aria-label={`Remove ${phone.name}`}
      disabled={remove.isPending}
      onClick={() => remove.mutate()}
    />
  );
}
