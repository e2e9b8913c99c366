import { messageDetail } from '@sms-crm/contracts/messages';
import { resource } from '../api/resource.ts';

export const oneMessage = (id: string) => resource(`/v1/messages/${id}`, messageDetail);
