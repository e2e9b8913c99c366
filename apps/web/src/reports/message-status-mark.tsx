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

export function MessageStatusMark({ status }: { status: MessageStatus }) {
  return <StatusMark tone={tones[status]}>{messageStatusWords[status]}</StatusMark>;
}
