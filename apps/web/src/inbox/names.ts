import type { Conversation } from '@sms-crm/contracts/conversations';
import { formatPhone } from '../format/phones.ts';

/** Whom a conversation is with: the contact's name, else the phone. */
export function threadTitle({ contactName, phone }: Pick<Conversation, 'contactName' | 'phone'>): string {
  return contactName === '' ? formatPhone(phone) : contactName;
}

/** A member as colleagues call them: `agent` for `agent@example.com`. */
export function memberName(label: string): string {
  return label.split('@')[0] ?? label;
}
