import type { AutoReply } from '@sms-crm/contracts/auto-replies';
import { autoReply } from '@sms-crm/contracts/auto-replies';
import type { RuleKind } from '../rules/rule-kind.ts';
import { ReplyDialog } from './reply-dialog.tsx';
import { autoRepliesKey } from './resources.ts';

/** Automatic answers. */
export const autoReplies: RuleKind<AutoReply> = {
  path: '/v1/auto-replies',
  key: autoRepliesKey,
  answer: autoReply,
  permission: 'settings:write',
  noun: 'answer',
  again: 'answers again',
  deletion: 'Texts with its words are not answered by themselves any more. Pause it to keep it for later.',
  dialog: ReplyDialog,
};
