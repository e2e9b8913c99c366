import { sql } from 'drizzle-orm';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { memberEmails } from '../access/member-emails.ts';
import { audit } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import { mail } from '../outbox/mail.ts';
import type { SenderScopes } from './senders.ts';

type Stop = { sender: SenderScopes; code: string };

/** Stops numbers that the carrier does not let send; their texts wait and are moved to no other number. */
export async function stopNumbers(ctx: TxContext, stops: readonly Stop[]): Promise<void> {
  for (const { sender, code } of distinct(stops, ({ numberId }) => numberId)) {
    const { rowCount } = await ctx.tx.db.execute(sql`
      update sending_numbers set stopped_at = ${ctx.services.clock.now().toISOString()}::timestamptz, stopped_code = ${code}
      where tenant_id = ${ctx.tenantId}::uuid and id = ${sender.numberId}::uuid and stopped_at is null`);
    if (rowCount === 0) continue;
    await audit(ctx, {
      action: 'number.stop',
      target: { type: 'number', id: sender.numberId },
      after: { phone: sender.phone, code },
    });
    await tell(ctx, { what: `the number ${sender.phone}`, code, permission: 'numbers:write' });
  }
}

/** Stops a carrier account that the carrier refuses; everything of it waits until a person has mended and resumed it. */
export async function stopAccounts(ctx: TxContext, stops: readonly Stop[]): Promise<void> {
  for (const { sender, code } of distinct(stops, ({ accountId }) => accountId)) {
    const { rowCount } = await ctx.tx.db.execute(sql`
      update carrier_accounts set stopped_at = ${ctx.services.clock.now().toISOString()}::timestamptz, stopped_code = ${code}
      where tenant_id = ${ctx.tenantId}::uuid and id = ${sender.accountId}::uuid and stopped_at is null`);
    if (rowCount === 0) continue;
    await audit(ctx, {
      action: 'carrier-account.stop',
      target: { type: 'carrier-account', id: sender.accountId },
      after: { name: sender.accountName, code },
    });
    await tell(ctx, {
      what: `the carrier account ${sender.accountName}`,
      code,
      permission: 'settings:write',
    });
  }
}

function distinct(stops: readonly Stop[], key: (sender: SenderScopes) => string): Stop[] {
  const byKey = new Map(stops.map((stop) => [key(stop.sender), stop]));
  return [...byKey].toSorted(([a], [b]) => a.localeCompare(b)).map(([, stop]) => stop);
}

async function tell(
  ctx: TxContext,
  input: { what: string; code: string; permission: 'numbers:write' | 'settings:write' },
): Promise<void> {
  const { words, action } = carrierErrorWords(input.code);
  const text = `${words} (error ${input.code}), so ${input.what} sends nothing more. What waits stays in line.\n\n${action} Then resume it under Settings.\n`;
  const told = await memberEmails(ctx, input.permission);
  await mail(
    ctx,
    told.map((to) => ({ to, subject: `Stopped: ${input.what}`, text })),
  );
}
