import { sql } from 'drizzle-orm';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { memberEmails } from '../access/member-emails.ts';
import { audit } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { mail } from '../outbox/mail.ts';

const action = 'carrier.alert';

/** Tells those who launch campaigns of codes that are an alarm already when they come once; of each code once a day. */
export async function alertMembers(ctx: TxContext, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await lockForTenant(ctx, action);
  for (const code of [...new Set(codes)].toSorted()) {
    if (await wasTold(ctx, code)) continue;
    const { words, action: fix } = carrierErrorWords(code);
    await audit(ctx, { action, target: { type: 'carrier-error', id: code }, after: { words } });
    const told = await memberEmails(ctx, 'campaigns:launch');
    await mail(
      ctx,
      told.map((to) => ({
        to,
        subject: `The carrier blocks texts (error ${code})`,
        text: `${words} (error ${code}).\n\n${fix} What was blocked is tried again by itself where that can help.\n`,
      })),
    );
  }
}

/** By the audit log, whose ids are of their time: a day of it is looked at, by its key. */
async function wasTold(ctx: TxContext, code: string): Promise<boolean> {
  const { rowCount } = await ctx.tx.db.execute(sql`
    select from audit_log where tenant_id = ${ctx.tenantId}::uuid and id > (select uuidv7(interval '-1 day'))
      and action = ${action} and target_id = ${code} limit 1`);
  return rowCount === 1;
}
