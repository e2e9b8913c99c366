import { autoReplyPage } from '@sms-crm/contracts/auto-replies';
import { resource } from '../api/resource.ts';

export const autoRepliesKey = ['v1', 'auto-replies'];

export const autoReplyList = (place: { cursor: string }) =>
  resource('/v1/auto-replies', autoReplyPage, place);
