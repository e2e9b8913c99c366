import { eq, inArray } from 'drizzle-orm';
import type { TestSend, TestSendResult } from '@sms-crm/contracts/test-phones';
import { contacts } from '@sms-crm/db/tables/contacts';
import { testPhones } from '@sms-crm/db/tables/test-phones';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { readTestLinks } from '../links/test-links.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { chooseNumber } from '../numbers/find.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { takeTestSends } from '../test-phones/rate.ts';
import { findCampaign, type CampaignRow } from './campaign-row.ts';
import { noFooter } from './footer.ts';
import { mergeValues } from './merge-values.ts';
import { maxBodyChars, renderMessage } from './render-message.ts';
import { parseTemplate } from './template.ts';

const mark = '[Test] ';

/**
 * Sends a campaign's text to verified phones, marked as a test, with the merge values of a chosen contact. Its links are short ones that
 * work, whose taps are not counted; the opt-out words are there as in a first text.
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
    const { body, writeLinks } = await textOf(ctx, row, input.contactId);
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
    await writeLinks(messageIds);
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

type TestText = { body: string; writeLinks: (messageIds: readonly string[]) => Promise<void> };

async function textOf(ctx: TxContext, row: CampaignRow, contactId: string | null): Promise<TestText> {
  const template = parseTemplate(row.template);
  const values = contactId === null ? {} : await valuesOf(ctx, contactId, template.fields);
  const { brandName } = await tenantSettings(ctx);
  const footer =
    row.kind === 'campaign-marketing'
      ? { brand: row.addBrand ? brandName : null, optOut: row.addOptOut }
      : noFooter;
  const testLinks = await readTestLinks(ctx, row);
  const { body, links, problem } = renderMessage(template, values, { links: testLinks, footer });
  if (problem === 'empty_body') throw blocked('The campaign has no text. Write the text.');
  if (problem === 'unsafe_link')
    throw blocked('A link of the text leads where none may lead. Change the link.');
  const text = `${mark}${body}`;
  if (text.length > maxBodyChars) {
    throw blocked(`The text has ${text.length} characters; a carrier takes ${maxBodyChars}. Shorten it.`);
  }
  return {
    body: text,
    writeLinks: async ([first]) => {
      if (first !== undefined) await testLinks.write(first, links);
    },
  };
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
