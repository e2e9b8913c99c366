import { eq, inArray } from 'drizzle-orm';
import type { TestSend, TestSendResult } from '@sms-crm/contracts/test-phones';
import { contacts } from '@sms-crm/db/tables/contacts';
import { testPhones } from '@sms-crm/db/tables/test-phones';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { chooseNumber } from '../numbers/find.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { takeTestSends } from '../test-phones/rate.ts';
import { findCampaign, type CampaignRow } from './campaign-row.ts';
import { noFooter, withFooter } from './footer.ts';
import { mergeValues } from './merge-values.ts';
import { maxBodyChars } from './render-message.ts';
import { parseTemplate, renderTemplate } from './template.ts';

const mark = '[Test] ';

/**
 * Sends a campaign's text to verified phones, marked as a test, with the merge values of a chosen contact. Links stay what they lead to,
 * so that nobody's clicks are counted; the opt-out words are there as in a first text.
 *
 * @throws DomainError `wrong_state` for a phone that is not verified; `blocked` without text or number; `too_many_requests`
 */
export async function testSend(ctx: Context, input: TestSend & { id: string }): Promise<TestSendResult> {
  requirePermission(ctx, 'campaigns:write');
  return withTransaction(ctx, async (ctx) => {
    const row = await findCampaign(ctx, input.id);
    const phones = await verifiedPhones(ctx, [...new Set(input.testPhoneIds)]);
    const number = await chooseNumber(ctx, row.numberId);
    if (number === undefined) throw blocked('There is no number to send from. Choose one for this campaign.');
    const body = await bodyOf(ctx, row, input.contactId);
    await takeTestSends(ctx, phones.length);
    const messageIds: string[] = [];
    for (const phone of phones) {
      const text = {
        kind: 'test' as const,
        contactId: null,
        phone,
        numberId: number.id,
        body,
        replyToId: null,
      };
      messageIds.push((await createOutbound(ctx, text)).messageId);
    }
    await audit(ctx, {
      action: 'campaign.test-send',
      target: { type: 'campaign', id: row.id },
      after: { phones },
    });
    return { body, messageIds };
  });
}

async function verifiedPhones(ctx: TxContext, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.tx.db
    .select()
    .from(testPhones)
    .where(inArray(testPhones.id, [...ids]));
  if (rows.length < ids.length) throw notFound('test phone');
  const open = rows.find(({ verifiedAt }) => verifiedAt === null);
  if (open === undefined) return rows.map(({ phone }) => phone);
  throw new DomainError('wrong_state', {
    detail: `${open.phone} is not verified. Type in the code that was texted there, or add it again to get a new one.`,
  });
}

async function bodyOf(ctx: TxContext, row: CampaignRow, contactId: string | null): Promise<string> {
  const template = parseTemplate(row.template);
  const values = contactId === null ? {} : await valuesOf(ctx, contactId, template.fields);
  const { body } = renderTemplate(template, values, (_position, url) => url);
  if (body === '') throw blocked('The campaign has no text. Write the text.');
  const { brandName } = await tenantSettings(ctx);
  const footer =
    row.kind === 'campaign-marketing'
      ? { brand: row.addBrand ? brandName : null, optOut: row.addOptOut }
      : noFooter;
  const text = `${mark}${withFooter(body, footer)}`;
  if (text.length <= maxBodyChars) return text;
  throw blocked(`The text has ${text.length} characters; a carrier takes ${maxBodyChars}. Shorten it.`);
}

async function valuesOf(
  ctx: TxContext,
  contactId: string,
  fields: readonly string[],
): Promise<Record<string, string>> {
  const [contact] = await ctx.tx.db.select().from(contacts).where(eq(contacts.id, contactId));
  if (contact === undefined) throw notFound('contact');
  return (await mergeValues(ctx, [contact], fields)).get(contact.id) ?? {};
}

function blocked(detail: string): DomainError {
  return new DomainError('blocked', { detail });
}
