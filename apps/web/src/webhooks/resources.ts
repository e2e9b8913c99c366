import { webhookRefusalPage } from '@sms-crm/contracts/webhook-refusals';
import { resource } from '../api/resource.ts';

export const refusalList = (place: { cursor: string }) =>
  resource('/v1/webhook-refusals', webhookRefusalPage, place);
