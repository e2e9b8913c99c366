import { eq, sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import type { Message, SendMessage } from '@sms-crm/contracts/messages';
import { contacts } from '@sms-crm/db/tables/contacts';
import { messages } from '@sms-crm/db/tables/messages';
import { withFooter } from '../campaigns/footer.ts';
import { requireTransactional } from './require-transactional.ts';
import { readFooters } from '../campaigns/read-footers.ts';
import { maxBodyChars } from '../campaigns/render-message.ts';
import { parsePhone } from '../contacts/phone.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { chooseNumber, findNumber, isLive, sendsSimulated, type NumberRow } from '../numbers/find.ts';
import { numberOfFirstText } from '../numbers/remember.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { createOutbound } from './create-outbound.ts';
import { toMessage, type MessageRow } from './message-view.ts';
import { countParts } from './parts.ts';
import { permanentRefusal, type Refusal } from './refusal.ts';

const kinds: Record<SendMessage['kind'], MessageKind> = {
  marketing: 'campaign-marketing',
  transactional: 'campaign-transactional',
};

type Contact = typeof contacts.$inferSelect;

/**
 * Sends one text of no campaign. A permanent refusal is stored with the text, as skipped; what makes it wait (hours, budget, rates) is met
 * by the send path.
 *
 * @throws DomainError `invalid_input` for a phone that cannot exist or a text that is too long; `blocked` without a number that may send it
 */
export async function sendMessage(ctx: Context, input: SendMessage): Promise<Message> {
  requirePermission(ctx, 'messages:send');
  if (input.kind === 'transactional') requirePermission(ctx, 'messages:send-transactional');
  return withTransaction(ctx, async (ctx) => {
    const phone = await readPhone(ctx, input.to);
    const [contact] = await ctx.tx.db.select().from(contacts).where(eq(contacts.phone, phone));
    const number = await numberFor(ctx, input.numberId, contact);
    if (input.kind === 'transactional') await requireTransactional(ctx, number);
    const simulated = !(await isLive(ctx, number.id));
    const kind = kinds[input.kind];
    const body = await bodyOf(ctx, { kind, text: input.body, contact, simulated });
    const refusal = await permanentRefusal(ctx, { kind, phone, contact, simulated });
    const text = { kind, contactId: contact?.id ?? null, phone, numberId: number.id, body };
    const id =
      refusal === null
        ? (await createOutbound(ctx, { ...text, replyToId: null })).messageId
        : await storeRefused(ctx, text, { number, refusal });
    await audit(ctx, {
      action: 'message.send',
      target: { type: 'message', id },
      after: { kind, numberId: number.id, refused: refusal?.reason ?? null },
    });
    return toMessage(await readMessage(ctx, id), contact ?? null, undefined);
  });
}

async function readPhone(ctx: TxContext, text: string): Promise<string> {
  const { defaultCountry } = await tenantSettings(ctx);
  const parsed = parsePhone(text, defaultCountry);
  if (parsed !== null) return parsed.phone;
  const detail = 'There can be no such phone. Use the international form, e.g. +14155550123.';
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'to', detail }] });
}

/** The number that was asked for, else the one the contact knows, else the default one. */
async function numberFor(
  ctx: TxContext,
  numberId: string | undefined,
  contact: Contact | undefined,
): Promise<NumberRow> {
  if (numberId !== undefined) return findNumber(ctx, numberId);
  const kept = contact === undefined ? null : await keptNumber(ctx, contact.id);
  const number = (await chooseNumber(ctx, kept)) ?? (await chooseNumber(ctx, null));
  if (number !== undefined) return number;
  throw new DomainError('blocked', {
    detail: 'There is no number to send from. Add one, or make one the default.',
  });
}

async function keptNumber(ctx: TxContext, contactId: string): Promise<string | null> {
  const simulated = await sendsSimulated(ctx, null);
  const { rows } = await ctx.tx.db.execute<{ id: string | null }>(sql`
    select coalesce((select number_id from contact_numbers where contact_id = ${contactId}::uuid),
      ${numberOfFirstText(sql`${contactId}::uuid`, simulated)}) as id`);
  return rows[0]?.id ?? null;
}

async function bodyOf(
  ctx: TxContext,
  input: { kind: MessageKind; text: string; contact: Contact | undefined; simulated: boolean },
): Promise<string> {
  const { kind, text, contact, simulated } = input;
  const contactIds = contact === undefined ? [] : [contact.id];
  const footers = await readFooters(ctx, { kind, addBrand: true, addOptOut: true, simulated }, contactIds);
  const body = withFooter(text, footers.of(contact?.id ?? null));
  if (body.length <= maxBodyChars) return body;
  const detail = `The text has ${body.length} characters with what is added to it; a carrier takes ${maxBodyChars}. Shorten it.`;
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'body', detail }] });
}

async function storeRefused(
  ctx: TxContext,
  text: { kind: MessageKind; contactId: string | null; phone: string; numberId: string; body: string },
  { number, refusal }: { number: NumberRow; refusal: Refusal },
): Promise<string> {
  const [row] = await ctx.tx.db
    .insert(messages)
    .values({
      ...text,
      ...refusal,
      tenantId: ctx.tenantId,
      direction: 'outbound',
      status: 'skipped',
      numberPhone: number.phone,
      parts: countParts(text.body).parts,
    })
    .returning({ id: messages.id });
  if (row === undefined) throw new Error('the new message was not returned');
  return row.id;
}

async function readMessage(ctx: TxContext, id: string): Promise<MessageRow> {
  const [row] = await ctx.tx.db.select().from(messages).where(eq(messages.id, id));
  if (row === undefined) throw new Error(`message ${id} vanished in the transaction that made it`);
  return row;
}
