import { sql } from 'drizzle-orm';
import type { ClickVerdict } from '@sms-crm/contracts/clicks';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { readScattered } from './crowds.ts';
import type { HitFacts } from './facts.ts';
import { judgedColumns, type JudgedHit } from './judged-hit.ts';
import { isWithin, spanColumns, spansOf, type Span } from './spans.ts';

/** Hits looked at of one network around one hit, the newest, and of one text, the oldest and, of more, the newest too. */
const mostOfNetwork = 200;
export const mostOfText = 50;

/** Which verdicts to look among; only these can still be changed by other hits. */
export const openVerdicts: readonly ClickVerdict[] = ['burst', 'all-links', 'duplicate', 'human'];

type Around = { ms: number; verdicts: readonly ClickVerdict[] };

/** Stored hits, and the stretches in which a network has more than were read. */
export type Neighbours = { known: JudgedHit[]; crowds: Span[] };

/** Stored hits by which these may be judged, or that these may change: of the same texts, and of the same networks within the time. */
export async function readNeighbours(
  ctx: TxContext,
  hits: readonly HitFacts[],
  { ms, verdicts }: Around,
): Promise<Neighbours> {
  const texts = new Set(hits.map((hit) => hit.messageId).filter((id) => id !== null));
  const own = await readOfTexts(ctx, [...texts], verdicts);
  const byText = Map.groupBy(own, (hit) => hit.messageId);
  const crowded = [...texts].filter((id) => byText.get(id)?.length === mostOfText);
  const last = await readOfTexts(ctx, crowded, verdicts, 'last');
  const spans = spansOf(hits, ms);
  const newest = await readNewest(ctx, spans, verdicts);
  const byNet = Map.groupBy(newest, (hit) => hit.net);
  const crowds = spans.filter(
    (span) => (byNet.get(span.net) ?? []).filter((hit) => isWithin(hit, span)).length === mostOfNetwork,
  );
  const scattered = await readScattered(ctx, crowds, { ms, verdicts });
  return { known: distinct([...own, ...last, ...newest, ...scattered]), crowds };
}

/** Each hit once. */
export function distinct(hits: readonly JudgedHit[]): JudgedHit[] {
  return [...new Map(hits.map((hit) => [hit.id, hit])).values()];
}

/** The first hits of these texts, or the last ones. */
export async function readOfTexts(
  ctx: TxContext,
  messageIds: readonly string[],
  verdicts: readonly ClickVerdict[],
  which: 'first' | 'last' = 'first',
): Promise<JudgedHit[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`
    select c.* from unnest(${sql.param(messageIds)}::uuid[]) as asked (id)
    cross join lateral (
      select ${judgedColumns} from clicks c
      where c.tenant_id = ${ctx.tenantId}::uuid and c.message_id = asked.id and c.verdict = any (${sql.param(verdicts)}::text[])
      order by c.id ${sql.raw(which === 'first' ? 'asc' : 'desc')} limit ${sql.raw(String(mostOfText))}
    ) c`,
  );
  return rows;
}

async function readNewest(
  ctx: TxContext,
  spans: readonly Span[],
  verdicts: readonly ClickVerdict[],
): Promise<JudgedHit[]> {
  if (spans.length === 0) return [];
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`
    select c.* from ${spanColumns(spans)} as asked (net, since, until)
    cross join lateral (
      select ${judgedColumns} from clicks c
      where c.tenant_id = ${ctx.tenantId}::uuid and c.net = asked.net and c.clicked_at between asked.since and asked.until
        and c.verdict = any (${sql.param(verdicts)}::text[])
      order by c.clicked_at desc limit ${sql.raw(String(mostOfNetwork))}
    ) c`,
  );
  return rows;
}
