import { and, desc, eq, inArray, or } from 'drizzle-orm';
import type { CarrierAccount, GoLive } from '@sms-crm/contracts/carrier-accounts';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns, carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { booksSimulated } from '../budget/books-simulated.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { refuseWithoutGates } from '../gates/refuse-real-carrier.ts';
import { findAccount, type AccountRow } from './account-row.ts';
import { readChecklist } from './checklist.ts';
import { changeStage } from './hold-stage.ts';
import { forgetSimulated } from './forget-simulated.ts';
import { lookAndKeep, requireReal } from './verify.ts';
import { viewAccount } from './view.ts';

/** Campaigns named in one sentence. */
const mostNamed = 3;

/**
 * Lets an account reach people. Everything on its checklist is looked at once more before. With the tenant's first live account, what
 * simulated recipients asked for is lifted, and numbers that contacts know from the simulator are forgotten.
 *
 * @throws DomainError `blocked` naming what is not done, `wrong_state` while simulated campaigns run or when the account is live
 */
export async function goLive(ctx: Context, input: { id: string } & GoLive): Promise<CarrierAccount> {
  requirePermission(ctx, 'carrier:go-live');
  refuseWithoutGates();
  await withTransaction(ctx, async (ctx) => requireSetup(await findAccount(ctx, input.id)));
  await lookAndKeep(ctx, input.id);
  return withTransaction(ctx, async (ctx) => {
    await changeStage(ctx);
    const before = await findAccount(ctx, input.id, true);
    requireSetup(before);
    await requireChecklist(ctx, before);
    const first = await booksSimulated(ctx);
    await requireNoneRunning(ctx, first);
    const forgotten = first ? await forgetSimulated(ctx) : { optOuts: 0 };
    const [row] = await ctx.tx.db
      .update(carrierAccounts)
      .set({ live: true, inSetup: false, wentLiveAt: ctx.services.clock.now() })
      .where(eq(carrierAccounts.id, before.id))
      .returning();
    if (row === undefined) throw new Error(`carrier account ${before.id} vanished while locked`);
    const defaultNumber = await chooseDefault(ctx, row, { wanted: input.defaultNumberId, first });
    await audit(ctx, {
      action: 'carrier-account.go-live',
      target: { type: 'carrier-account', id: row.id },
      before: { stage: 'setup' },
      after: { stage: 'live', defaultNumber, liftedSimulatedOptOuts: forgotten.optOuts },
    });
    signal(ctx, liveTopic.budget());
    wakePump(ctx);
    return viewAccount(ctx, row);
  });
}

function requireSetup(row: AccountRow): void {
  requireReal(row);
  if (!row.live) return;
  throw new DomainError('wrong_state', {
    detail: 'This account is live already. To stop it, throw the kill switch or stop its numbers.',
  });
}

async function requireChecklist(ctx: TxContext, row: AccountRow): Promise<void> {
  const missing = (await readChecklist(ctx, row)).filter(({ state }) => state !== 'done');
  if (missing.length === 0) return;
  throw new DomainError('blocked', {
    detail: `Not everything is done yet. ${missing.map(({ title, detail }) => `${title}: ${detail}`).join(' ')}`,
    fields: missing.map(({ name, detail }) => ({ field: name, detail })),
  });
}

/** Scheduled campaigns would start for people where simulated recipients were meant; those of a tenant that is live are meant so. */
async function requireNoneRunning(ctx: TxContext, first: boolean): Promise<void> {
  const running = inArray(campaigns.status, ['launching', 'sending', 'paused']);
  const rows = await ctx.tx.db
    .select({ name: campaigns.name })
    .from(campaigns)
    .where(
      and(eq(campaigns.simulated, true), first ? or(running, eq(campaigns.status, 'scheduled')) : running),
    )
    .limit(mostNamed);
  if (rows.length === 0) return;
  throw new DomainError('wrong_state', {
    detail: `Simulated campaigns are still scheduled, sending or paused: ${rows.map(({ name }) => `“${name}”`).join(', ')}. Cancel them or let them finish first.`,
  });
}

/** What campaigns send from that name no number; it changes with the first live account or when it is asked for. */
async function chooseDefault(
  ctx: TxContext,
  row: AccountRow,
  { wanted, first }: { wanted: string | undefined; first: boolean },
): Promise<string | null> {
  if (wanted === undefined && !first) return null;
  await lockForTenant(ctx, 'numbers');
  const [number] = await ctx.tx.db
    .select({ id: sendingNumbers.id, phone: sendingNumbers.phone })
    .from(sendingNumbers)
    .where(
      and(
        eq(sendingNumbers.carrierAccountId, row.id),
        wanted === undefined ? undefined : eq(sendingNumbers.id, wanted),
      ),
    )
    .orderBy(desc(sendingNumbers.rateParts), sendingNumbers.id)
    .limit(1);
  if (number === undefined) {
    throw new DomainError('invalid_input', {
      detail: 'That number is none of this account. Choose one of its imported numbers.',
      fields: [{ field: 'defaultNumberId', detail: 'is none of this account' }],
    });
  }
  await ctx.tx.db.update(sendingNumbers).set({ isDefault: false }).where(eq(sendingNumbers.isDefault, true));
  await ctx.tx.db.update(sendingNumbers).set({ isDefault: true }).where(eq(sendingNumbers.id, number.id));
  return number.phone;
}
