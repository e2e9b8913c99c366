import { randomUUID } from 'node:crypto';
import type { Conversation } from '@sms-crm/contracts/conversations';
import type { Permission } from '@sms-crm/contracts/permissions';
import { getConversation } from '../src/conversations/get.ts';
import { listConversations } from '../src/conversations/list.ts';
import { createContext, type Context } from '../src/context/context.ts';
import { testUser } from '../src/testing/kit.ts';
import { addInbound, apply, type Sender } from './webhook-kit.ts';

/** A member of the sender's tenant. */
export function memberOf({ ctx, tenantId }: Sender, label: string, allowed?: readonly Permission[]): Context {
  const actor = { ...testUser(allowed), label };
  return createContext(ctx.services, { tenantId, actor, requestId: randomUUID() });
}

/** Somebody writes to our short code, and the text is filed. */
export async function writeTo(sender: Sender, from: string, body: string, to = '55501'): Promise<void> {
  await addInbound(sender, { from, to, body });
  await apply(sender.ctx);
}

export async function listed(
  ctx: Context,
  query: Partial<Parameters<typeof listConversations>[1]> = {},
): Promise<Conversation[]> {
  return (await listConversations(ctx, { list: 'all', limit: 50, ...query })).items;
}

/** The one thread of a phone, with what is in it. */
export async function threadWith(ctx: Context, phone: string) {
  const [found] = await listed(ctx, { q: phone });
  return getConversation(ctx, { id: found?.id ?? '' });
}
