import { eq } from 'drizzle-orm';
import type { TestPhone } from '@sms-crm/contracts/test-phones';
import { testPhones } from '@sms-crm/db/tables/test-phones';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { hashTestCode, isSameHash, maxCodeTries } from './code.ts';
import { lockTestPhone, testPhoneView, type TestPhoneRow } from './view.ts';

/**
 * Verifies a test phone by the code that was texted to it.
 *
 * @throws DomainError `invalid_input` for a wrong code, `wrong_state` when a new one has to be asked for
 */
export async function confirmTestPhone(
  ctx: Context,
  input: { id: string; code: string },
): Promise<TestPhone> {
  requirePermission(ctx, 'campaigns:write');
  const tried = await withTransaction(ctx, (ctx) => tryCode(ctx, input));
  if (tried.type === 'right') return testPhoneView(tried.row);
  if (tried.type === 'wrong') {
    const detail = 'That is not the code that was texted. Look at the newest text.';
    throw new DomainError('invalid_input', { detail, fields: [{ field: 'code', detail }] });
  }
  throw new DomainError('wrong_state', {
    detail: 'The code is too old or was tried too often. Add the phone again to get a new one.',
  });
}

type Tried = { type: 'right'; row: TestPhoneRow } | { type: 'wrong' | 'over' };

/** A wrong try is counted, so the transaction commits whatever comes out. */
async function tryCode(ctx: TxContext, input: { id: string; code: string }): Promise<Tried> {
  const row = await lockTestPhone(ctx, input.id);
  if (row.verifiedAt !== null) return { type: 'right', row };
  const now = ctx.services.clock.now();
  const isOver = row.codeExpiresAt === null || row.codeExpiresAt <= now || row.codeTries >= maxCodeTries;
  if (isOver || row.codeHash === null) return { type: 'over' };
  const isRight = isSameHash(row.codeHash, hashTestCode(ctx.services.settings, row.phone, input.code));
  const [changed] = await ctx.tx.db
    .update(testPhones)
    .set(
      isRight ? { verifiedAt: now, codeHash: null, codeExpiresAt: null } : { codeTries: row.codeTries + 1 },
    )
    .where(eq(testPhones.id, row.id))
    .returning();
  if (!isRight || changed === undefined) return { type: 'wrong' };
  await audit(ctx, { action: 'test-phone.verify', target: { type: 'test-phone', id: row.id } });
  return { type: 'right', row: changed };
}

/** Takes a phone off the list; test texts no longer go there. */
export async function removeTestPhone(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'campaigns:write');
  await withTransaction(ctx, async (ctx) => {
    const row = await lockTestPhone(ctx, input.id);
    await ctx.tx.db.delete(testPhones).where(eq(testPhones.id, row.id));
    await audit(ctx, {
      action: 'test-phone.remove',
      target: { type: 'test-phone', id: row.id },
      before: { phone: row.phone, name: row.name },
    });
  });
}
