import { inArray, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { clicks } from '@sms-crm/db/tables/clicks';
import { consentEvents } from '@sms-crm/db/tables/contacts';
import { messages } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';

const reply = alias(messages, 'reply');

/** What the recipient of a message did, which no status tells: conditions on the message. */
export const deeds = {
  clicked: () => clicked(),
  replied: () => answeredBy(sql`${reply.reason} is null`),
  optedOut: () =>
    answeredBy(sql`exists (select 1 from ${consentEvents} where ${consentEvents.tenantId} = ${reply.tenantId}
      and ${consentEvents.contactId} = ${reply.contactId} and ${consentEvents.messageId} = ${reply.id} and ${consentEvents.type} = 'revoked')`),
};
type Deed = keyof typeof deeds;

/** What one recipient did. */
export type Deeds = Record<Deed, boolean>;

export function isDeed(name: string): name is Deed {
  return Object.hasOwn(deeds, name);
}

/** A person clicked, of these links where a condition is given. */
export function clicked(links: SQL = sql`true`): SQL {
  return sql`exists (select 1 from ${clicks}
    where ${clicks.tenantId} = ${messages.tenantId} and ${clicks.messageId} = ${messages.id} and ${clicks.human} and ${links})`;
}

/** An inbound text of the contact answers this very message. */
function answeredBy(condition: SQL): SQL {
  return sql`exists (select 1 from ${messages} as reply
    where ${reply.tenantId} = ${messages.tenantId} and ${reply.contactId} = ${messages.contactId}
      and ${reply.direction} = 'inbound' and ${reply.replyToId} = ${messages.id} and ${condition})`;
}

/** What the recipients of these messages did, by message. */
export async function readDeeds(ctx: TxContext, messageIds: readonly string[]): Promise<Map<string, Deeds>> {
  if (messageIds.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select({
      id: messages.id,
      clicked: asBoolean(deeds.clicked()),
      replied: asBoolean(deeds.replied()),
      optedOut: asBoolean(deeds.optedOut()),
    })
    .from(messages)
    .where(inArray(messages.id, [...messageIds]));
  return new Map(rows.map(({ id, ...did }) => [id, did]));
}

function asBoolean(condition: SQL): SQL<boolean> {
  return sql<boolean>`${condition}`;
}
