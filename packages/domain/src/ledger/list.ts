import { sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { LedgerEntry, LedgerKind, ledgerQuery } from '@sms-crm/contracts/ledger';
import type { Page } from '@sms-crm/contracts/paging';
import { booksSimulated } from '../budget/books-simulated.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';
import type { Side } from './write.ts';

type Row = {
  id: string;
  at: Date;
  budgetDay: string;
  kind: LedgerKind;
  side: Side;
  micros: string;
  campaignId: string | null;
  campaignName: string | null;
  batchId: string | null;
  simulated: boolean;
};

/** Entries of the ledger, the newest day and entry first, each with the sum of its side on its day so far. */
export async function listLedger(
  ctx: Context,
  query: z.infer<typeof ledgerQuery>,
): Promise<Page<LedgerEntry>> {
  requirePermission(ctx, 'budget:read');
  const cursor = decodeCursor(query.cursor, 2);
  return withTransaction(ctx, async (ctx) => {
    const where = await filterOf(ctx, query);
    const behind =
      cursor === undefined ? sql`true` : sql`(e.budget_day, e.id) < (${cursor[0]}::date, ${cursor[1]}::uuid)`;
    const { rows } = await ctx.tx.db.execute<Row>(sql`
      select e.id, e.at, e.budget_day::text as "budgetDay", e.kind, e.side, e.micros, b.campaign_id as "campaignId",
        c.name as "campaignName", e.batch_id as "batchId", e.simulated
      from ledger_entries e left join message_batches b on b.tenant_id = e.tenant_id and b.id = e.batch_id
        left join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
      where ${where} and ${behind} order by e.budget_day desc, e.id desc limit ${query.limit + 1}`);
    const sums = await sumsBefore(ctx, where, rows);
    return toPage(rows, query.limit, {
      item: (row) => withRunning(row, sums),
      cursor: (row) => [row.budgetDay, row.id],
    });
  });
}

async function filterOf(
  ctx: TxContext,
  { day, kind, campaignId, simulated }: z.infer<typeof ledgerQuery>,
): Promise<SQL> {
  const parts = [
    sql`e.tenant_id = ${ctx.tenantId}::uuid and e.simulated = ${simulated ?? (await booksSimulated(ctx))}`,
  ];
  if (day !== undefined) parts.push(sql`e.budget_day = ${day}::date`);
  if (kind !== undefined) parts.push(sql`e.kind = ${kind}`);
  if (campaignId !== undefined) {
    parts.push(sql`e.batch_id in (select id from message_batches where campaign_id = ${campaignId}::uuid)`);
  }
  return sql.join(parts, sql` and `);
}

type Sums = Map<string, number>;

const keyOf = ({ budgetDay, side }: { budgetDay: string; side: string }) => `${budgetDay} ${side}`;

/** The sum of each day and side of a page up to its newest entry; one read per page, not one per entry. */
async function sumsBefore(ctx: TxContext, where: SQL, rows: readonly Row[]): Promise<Sums> {
  const [first] = rows;
  if (first === undefined) return new Map();
  const oldest = rows.at(-1)?.budgetDay ?? first.budgetDay;
  const found = await ctx.tx.db.execute<{ budgetDay: string; side: string; micros: string }>(sql`
    select e.budget_day::text as "budgetDay", e.side, sum(e.micros) as micros from ledger_entries e
    where ${where} and e.budget_day >= ${oldest}::date
      and (e.budget_day, e.id) <= (${first.budgetDay}::date, ${first.id}::uuid) group by 1, 2`);
  return new Map(found.rows.map((row) => [keyOf(row), Number(row.micros)]));
}

/** Takes the entry off the running sum, so that the next older one finds its own. */
function withRunning(row: Row, sums: Sums): LedgerEntry {
  const micros = Number(row.micros);
  const runningMicros = sums.get(keyOf(row)) ?? micros;
  sums.set(keyOf(row), runningMicros - micros);
  return { ...row, at: new Date(row.at).toISOString(), micros, runningMicros };
}
