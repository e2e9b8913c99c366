import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import type { NumberHealth, SendingNumber } from '@sms-crm/contracts/numbers';
import type { Page } from '@sms-crm/contracts/paging';
import { waitReasonWords } from '@sms-crm/contracts/reasons';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations, numberDaily } from '@sms-crm/db/tables/sending';
import { eq, gt, sql, type AnyColumn, type SQL } from 'drizzle-orm';
import { stoppedAccount } from '../carrier-accounts/stopped.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { dayIn } from './advance-warm-up.ts';
import type { NumberRow } from './find.ts';
import { warmUpAllowance } from './warm-up-curve.ts';

/** Most numbers shown; far more than one tenant has. */
const maxNumbers = 200;

/** Days that health is told of, with today. */
const healthDays = 7;

type Registration = typeof carrierRegistrations.$inferSelect;
type Sums = Omit<NumberHealth, 'failedRate' | 'filteredRate' | 'optOutRate'> & { usedParts: number };

/** The tenant's numbers, the default one first, with what they are allowed today and how their texts fared. */
export async function listNumbers(ctx: Context): Promise<Page<SendingNumber>> {
  requirePermission(ctx, 'numbers:read');
  return withTransaction(ctx, async (ctx) => {
    const { timeZone } = await tenantSettings(ctx);
    const items = await readNumbers(ctx, { today: await dayIn(ctx, timeZone) });
    return { items, nextCursor: null, total: items.length };
  });
}

/** The same without a look at permissions; just one number when `id` names it. */
export async function readNumbers(
  ctx: TxContext,
  { today, id }: { today: string; id?: string },
): Promise<SendingNumber[]> {
  const rows = await ctx.tx.db
    .select({ number: sendingNumbers, account: carrierAccounts, registration: carrierRegistrations })
    .from(sendingNumbers)
    .innerJoin(carrierAccounts, eq(carrierAccounts.id, sendingNumbers.carrierAccountId))
    .leftJoin(carrierRegistrations, eq(carrierRegistrations.id, sendingNumbers.registrationId))
    .where(id === undefined ? undefined : eq(sendingNumbers.id, id))
    .limit(maxNumbers);
  const sums = await readSums(ctx, today);
  return rows
    .map(({ number, account, registration }) => ({
      ...shown(number, registration, sums.get(number.id) ?? noSums),
      accountStopped: stoppedAccount(account),
    }))
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.phone.localeCompare(b.phone));
}

function shown(
  number: NumberRow,
  registration: Registration | null,
  sums: Sums,
): Omit<SendingNumber, 'accountStopped'> {
  const { id, phone, type, rateParts, isDefault, stopConfirmer, warmUpLevel } = number;
  const { usedParts, ...health } = sums;
  return {
    id,
    phone,
    type,
    rateParts,
    isDefault,
    stopConfirmer,
    registration:
      registration === null
        ? null
        : { id: registration.id, name: registration.name, status: registration.status },
    warmUp:
      warmUpLevel === null ? null : { level: warmUpLevel, allowance: warmUpAllowance(number), usedParts },
    health: {
      ...health,
      failedRate: rate(health.failed, health),
      filteredRate: rate(health.filtered, health),
      optOutRate: rate(health.optOuts, health),
    },
    stopped: stoppedOf(number),
  };
}

function stoppedOf({ stoppedAt, stoppedCode }: NumberRow): SendingNumber['stopped'] {
  if (stoppedAt === null) return null;
  const words =
    stoppedCode === null
      ? 'Stopped by a member'
      : `${waitReasonWords.number_stopped}: ${wordsOf(stoppedCode)}`;
  return { at: stoppedAt.toISOString(), code: stoppedCode, words };
}

function wordsOf(code: string): string {
  const { words, action } = carrierErrorWords(code);
  return `${words}. ${action}`;
}

function rate(part: number, { handedOver }: { handedOver: number }): number | null {
  return handedOver === 0 ? null : part / handedOver;
}

const noSums: Sums = { handedOver: 0, delivered: 0, failed: 0, filtered: 0, optOuts: 0, usedParts: 0 };

async function readSums(ctx: TxContext, today: string): Promise<Map<string, Sums>> {
  const rows = await ctx.tx.db
    .select({
      numberId: numberDaily.numberId,
      handedOver: total(numberDaily.handedOver),
      delivered: total(numberDaily.delivered),
      failed: total(numberDaily.failed),
      filtered: total(numberDaily.filtered),
      optOuts: total(numberDaily.optOuts),
      usedParts: total(sql`case when ${numberDaily.day} = ${today}::date then ${numberDaily.parts} end`),
    })
    .from(numberDaily)
    .where(gt(numberDaily.day, sql`${today}::date - ${healthDays}::int`))
    .groupBy(numberDaily.numberId);
  return new Map(rows.map(({ numberId, ...sums }) => [numberId, sums]));
}

function total(column: SQL | AnyColumn) {
  return sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
}
