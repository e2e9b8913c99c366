import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import {
  goLiveCheckNames,
  goLiveCheckTitles,
  type GoLiveCheck,
  type GoLiveCheckName,
} from '@sms-crm/contracts/carrier-accounts';
import { carrierAccountChecks, carrierTestTexts } from '@sms-crm/db/tables/going-live';
import { messages } from '@sms-crm/db/tables/messages';
import { budgets } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import type { AccountRow } from './account-row.ts';

type Found = Pick<GoLiveCheck, 'state' | 'detail'> & { at: Date | null };

/** What an account needs before it goes live, and how far each of it is. */
export async function readChecklist(ctx: TxContext, row: AccountRow): Promise<GoLiveCheck[]> {
  const looked = await readLooked(ctx, row.id);
  const found: Partial<Record<GoLiveCheckName, Found>> = {
    ...looked,
    'test-text': await testTextState(ctx, row.id),
    budget: await budgetState(ctx),
    'quiet-hours': quietHoursState(row),
  };
  return goLiveCheckNames.map((name) => {
    const { state, detail, at } = found[name] ?? neverLooked;
    return { name, title: goLiveCheckTitles[name], state, detail, at: at?.toISOString() ?? null };
  });
}

const neverLooked: Found = { state: 'open', detail: 'Not checked yet. Choose Check now.', at: null };

async function readLooked(
  ctx: TxContext,
  accountId: string,
): Promise<Partial<Record<GoLiveCheckName, Found>>> {
  const rows = await ctx.tx.db
    .select()
    .from(carrierAccountChecks)
    .where(eq(carrierAccountChecks.carrierAccountId, accountId));
  return Object.fromEntries(
    rows.map(({ name, passed, detail, checkedAt }) => [
      name,
      { state: passed ? 'done' : 'failed', detail, at: checkedAt },
    ]),
  );
}

async function testTextState(ctx: TxContext, accountId: string): Promise<Found> {
  const [text] = await ctx.tx.db
    .select({
      confirmedAt: carrierTestTexts.confirmedAt,
      createdAt: carrierTestTexts.createdAt,
      status: messages.status,
      errorCode: messages.errorCode,
    })
    .from(carrierTestTexts)
    .innerJoin(messages, eq(messages.id, carrierTestTexts.messageId))
    .where(eq(carrierTestTexts.carrierAccountId, accountId))
    .orderBy(desc(isNotNull(carrierTestTexts.confirmedAt)), desc(carrierTestTexts.id))
    .limit(1);
  if (text === undefined) return { state: 'open', detail: 'Send a test text to your own phone.', at: null };
  const { status, confirmedAt, createdAt } = text;
  if (status === 'failed' || status === 'undelivered' || status === 'skipped') {
    const code = text.errorCode === null ? '' : ` (carrier's code ${text.errorCode})`;
    return {
      state: 'failed',
      detail: `The last test text did not arrive${code}. Look at its page for the reason, then send another.`,
      at: createdAt,
    };
  }
  if (confirmedAt === null) {
    return {
      state: 'open',
      detail: `The test text is ${status}. Type in the code that it brings.`,
      at: createdAt,
    };
  }
  if (status === 'delivered') return { state: 'done', detail: 'Received and confirmed.', at: confirmedAt };
  return {
    state: 'open',
    detail:
      'You have the text, but the carrier has not reported its delivery here yet. Wait a minute; if nothing comes, it cannot reach the public address.',
    at: confirmedAt,
  };
}

async function budgetState(ctx: TxContext): Promise<Found> {
  const [row] = await ctx.tx.db
    .select({ at: budgets.updatedAt })
    .from(budgets)
    .where(
      and(
        eq(budgets.simulated, false),
        sql`(${budgets.dailyLimitMicros} is not null or ${budgets.monthlyLimitMicros} is not null)`,
      ),
    );
  return row === undefined
    ? { state: 'open', detail: 'Set a daily or a monthly limit under Budget.', at: null }
    : { state: 'done', detail: 'A limit is set.', at: row.at };
}

function quietHoursState({ quietHoursKnownAt, quietHoursKnownBy }: AccountRow): Found {
  return quietHoursKnownAt === null
    ? {
        state: 'open',
        detail: 'Read when recipients may be texted under Settings › Quiet hours, then confirm that you did.',
        at: null,
      }
    : { state: 'done', detail: `Confirmed by ${quietHoursKnownBy ?? 'someone'}.`, at: quietHoursKnownAt };
}
