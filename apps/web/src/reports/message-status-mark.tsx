import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { messageStatusWords } from '@sms-crm/contracts/message-status';
import type { Tone } from '../ui/status-mark.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

const tones: Record<MessageStatus, Tone> = {
  queued: 'neutral',
  sending: 'live',
  unknown: 'warn',
  accepted: 'info',
  sent: 'info',
  delivered: 'good',
  undelivered: 'bad',
  failed: 'bad',
  skipped: 'warn',
  canceled: 'neutral',
  received: 'info',
};

type Props = { status: MessageStatus; retryAt: string | null };

/** How far a text is; one that failed is not given up as long as it is tried again. */
export function MessageStatusMark({ status, retryAt }: Props) {
  if (retryAt !== null) return <StatusMark tone="warn">To be tried again</StatusMark>;
  return <StatusMark tone={tones[status]}>{messageStatusWords[status]}</StatusMark>;
}
