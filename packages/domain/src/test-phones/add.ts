import { count, eq } from 'drizzle-orm';
import type { AddTestPhone, TestPhone } from '@sms-crm/contracts/test-phones';
import { testPhones } from '@sms-crm/db/tables/test-phones';
import { parsePhone } from '../contacts/phone.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { chooseNumber } from '../numbers/find.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { codeLifeMs, hashTestCode, newTestCode } from './code.ts';
import { takeTestSends } from './rate.ts';
import { maxTestPhones, testPhoneView, type TestPhoneRow } from './view.ts';

/**
 * Adds a phone that test texts shall go to and texts a code there, so that whoever holds it agrees; again for one that is not verified yet.
 *
 * @throws DomainError `already_exists` when it is verified; `too_many_requests`; `blocked` without a sending number
 */
export async function addTestPhone(ctx: Context, input: AddTestPhone): Promise<TestPhone> {
  requirePermission(ctx, 'campaigns:write');
  return withTransaction(ctx, async (ctx) => {
    const tenant = await tenantSettings(ctx);
    const parsed = parsePhone(input.phone, tenant.defaultCountry);
    if (parsed === null) {
      const detail = 'There can be no such phone. Use the international form, e.g. +14155550123.';
      throw new DomainError('invalid_input', { detail, fields: [{ field: 'phone', detail }] });
    }
    await takeTestSends(ctx, 1);
    const code = newTestCode();
    const row = await save(ctx, { name: input.name, phone: parsed.phone, code });
    await textCode(
      ctx,
      row,
      `${tenant.brandName}: ${code} lets test texts be sent to this phone. Nobody asked you? Ignore this.`,
    );
    await audit(ctx, {
      action: 'test-phone.add',
      target: { type: 'test-phone', id: row.id },
      after: { phone: row.phone, name: row.name },
    });
    return testPhoneView(row);
  });
}

async function save(
  ctx: TxContext,
  { name, phone, code }: { name: string; phone: string; code: string },
): Promise<TestPhoneRow> {
  const fresh = {
    name,
    addedBy: ctx.actor.label,
    codeHash: hashTestCode(ctx.services.settings, phone, code),
    codeExpiresAt: new Date(ctx.services.clock.now().getTime() + codeLifeMs),
    codeTries: 0,
  };
  const [found] = await ctx.tx.db.select().from(testPhones).where(eq(testPhones.phone, phone)).for('update');
  if (found !== undefined && found.verifiedAt !== null) {
    throw new DomainError('already_exists', { detail: `${phone} is a verified test phone already.` });
  }
  if (found === undefined) await requireRoom(ctx);
  const [row] = await ctx.tx.db
    .insert(testPhones)
    .values({ tenantId: ctx.tenantId, phone, ...fresh })
    .onConflictDoUpdate({ target: [testPhones.tenantId, testPhones.phone], set: fresh })
    .returning();
  if (row === undefined) throw new Error('the test phone was not returned');
  return row;
}

async function requireRoom(ctx: TxContext): Promise<void> {
  const [have] = await ctx.tx.db.select({ count: count() }).from(testPhones);
  if ((have?.count ?? 0) < maxTestPhones) return;
  throw new DomainError('conflict', {
    detail: `There are ${maxTestPhones} test phones already. Remove one that is not used any more.`,
  });
}

async function textCode(ctx: TxContext, row: TestPhoneRow, body: string): Promise<void> {
  const number = await chooseNumber(ctx, null);
  if (number === undefined) {
    throw new DomainError('blocked', {
      detail: 'There is no number to send the code from. Make one the default.',
    });
  }
  await createOutbound(ctx, {
    kind: 'test',
    contactId: null,
    phone: row.phone,
    numberId: number.id,
    body,
    replyToId: null,
    ...(row.codeExpiresAt === null ? {} : { sendBefore: row.codeExpiresAt }),
  });
}
