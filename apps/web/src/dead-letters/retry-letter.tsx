'use client';

import type { DeadLetter } from '@sms-crm/contracts/dead-letters';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { deadLettersKey } from './resources.ts';

/** Tries again what gave up; says why where that makes no sense. */
export function RetryLetter({ letter }: { letter: DeadLetter }) {
  const missing = useRefusal('dead-letters:retry');
  const retry = useAction({
    run: () => api(`/v1/dead-letters/${letter.id}/retry`, noAnswer, { method: 'POST', body: {} }),
    refresh: [deadLettersKey],
    done: 'It is tried again.',
  });
  return (
    <ActionButton
      size="xs"
      variant="default"
      aria-label={`Try again: ${letter.about}`}
      refusal={letter.canRetry ? missing : `This cannot be tried again. ${letter.action}`}
      loading={retry.isPending}
      onClick={() => retry.mutate()}
    >
      Try again
    </ActionButton>
  );
}
