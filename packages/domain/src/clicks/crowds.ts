import { sql, type SQL } from 'drizzle-orm';
import type { ClickVerdict } from '@sms-crm/contracts/clicks';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { judgedColumns, type JudgedHit } from './judged-hit.ts';
import { spanColumns, type Span } from './spans.ts';

/** Hits of one stretch looked among, the newest of more: as many as when clicks are judged again. */
const mostOfCrowd = 20_000;

/** Parts of the time around a hit; of each text the first and last hit in each are read. */
const parts = 50;

/** Which hits of a network to look among: those around others by so much, ms. */
type Around = { ms: number; verdicts: readonly ClickVerdict[] };

/** Hits by which each text shows that was opened in a crowd, however often one of them was. */
export async function readScattered(
  ctx: TxContext,
  spans: readonly Span[],
  { ms, verdicts }: Around,
): Promise<JudgedHit[]> {
  const partSeconds = sql.raw(String((2 * ms) / parts / 1_000));
  // Looked up one by one by their ids, whatever the planner thinks of how many they are.
  return readOf(
    ctx,
    spans,
    sql`
    select hit.* from (
      select c.id,
        row_number() over (partition by c.message_id, c.part order by c.clicked_at, c.id) as from_first,
        row_number() over (partition by c.message_id, c.part order by c.clicked_at desc, c.id desc) as from_last
      from (
        select c.id, c.message_id, c.clicked_at, floor(extract(epoch from c.clicked_at) / ${partSeconds}) as part
        ${crowd(ctx, verdicts)}
      ) c
    ) chosen
    cross join lateral (
      select ${judgedColumns} from clicks c where c.tenant_id = ${ctx.tenantId}::uuid and c.id = chosen.id offset 0
    ) hit
    where chosen.from_first = 1 or chosen.from_last = 1`,
  );
}

/** All hits of a crowd. */
export async function readCrowds(
  ctx: TxContext,
  spans: readonly Span[],
  verdicts: readonly ClickVerdict[],
): Promise<JudgedHit[]> {
  return readOf(ctx, spans, sql`select ${judgedColumns} ${crowd(ctx, verdicts)}`);
}

function crowd(ctx: TxContext, verdicts: readonly ClickVerdict[]): SQL {
  return sql`from clicks c
    where c.tenant_id = ${ctx.tenantId}::uuid and c.net = asked.net and c.clicked_at between asked.since and asked.until
      and c.verdict = any (${sql.param(verdicts)}::text[])
    order by c.clicked_at desc limit ${sql.raw(String(mostOfCrowd))}`;
}

/** @param hits of the stretch `asked` */
async function readOf(ctx: TxContext, spans: readonly Span[], hits: SQL): Promise<JudgedHit[]> {
  if (spans.length === 0) return [];
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`select h.* from ${spanColumns(spans)} as asked (net, since, until) cross join lateral (${hits}) h`,
  );
  return rows;
}
