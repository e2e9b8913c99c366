import { sql } from 'drizzle-orm';
import type { ClickVerdict } from '@sms-crm/contracts/clicks';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import type { HitFacts } from './facts.ts';
import { judgedColumns, type JudgedHit } from './judged-hit.ts';

/** Hits looked at of one network around one hit, the newest, and of one text, the oldest: who sends more than these has shown enough. */
const mostOfNetwork = 200;
export const mostOfText = 50;

/** Which verdicts to look among; only these can still be changed by other hits. */
export const openVerdicts: readonly ClickVerdict[] = ['burst', 'all-links', 'duplicate', 'human'];

type Around = { ms: number; verdicts: readonly ClickVerdict[] };

/** Stored hits by which these may be judged, or that these may change: of the same texts, and of the same networks within the time. */
export async function readNeighbours(
  ctx: TxContext,
  hits: readonly HitFacts[],
  around: Around,
): Promise<JudgedHit[]> {
  const texts = new Set(hits.map((hit) => hit.messageId).filter((id) => id !== null));
  const own = await readOfTexts(ctx, [...texts], around.verdicts);
  const known = new Set(own.map((hit) => hit.id));
  const others = await readOfNetworks(ctx, hits, around);
  return [...own, ...others.filter((hit) => !known.has(hit.id))];
}

/** The first hits of these texts. */
export async function readOfTexts(
  ctx: TxContext,
  messageIds: readonly string[],
  verdicts: readonly ClickVerdict[],
): Promise<JudgedHit[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`
    select c.* from unnest(${sql.param(messageIds)}::uuid[]) as asked (id)
    cross join lateral (
      select ${judgedColumns} from clicks c
      where c.tenant_id = ${ctx.tenantId}::uuid and c.message_id = asked.id and c.verdict = any (${sql.param(verdicts)}::text[])
      order by c.id limit ${sql.raw(String(mostOfText))}
    ) c`,
  );
  return rows;
}

async function readOfNetworks(
  ctx: TxContext,
  hits: readonly HitFacts[],
  { ms, verdicts }: Around,
): Promise<JudgedHit[]> {
  const spans = spansOf(hits, ms);
  if (spans.length === 0) return [];
  const column = (value: (span: Span) => string) => sql.param(spans.map((span) => value(span)));
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`
    select c.* from unnest(${column((span) => span.net)}::text[], ${column((span) => time(span.from))}::timestamptz[],
      ${column((span) => time(span.until))}::timestamptz[]) as asked (net, since, until)
    cross join lateral (
      select ${judgedColumns} from clicks c
      where c.tenant_id = ${ctx.tenantId}::uuid and c.net = asked.net and c.clicked_at between asked.since and asked.until
        and c.verdict = any (${sql.param(verdicts)}::text[])
      order by c.clicked_at desc limit ${sql.raw(String(mostOfNetwork))}
    ) c`,
  );
  return rows;
}

type Span = { net: string; from: number; until: number };

/** The stretches of time in which hits of each network matter; those that overlap are one. */
function spansOf(hits: readonly HitFacts[], ms: number): Span[] {
  const spans: Span[] = [];
  for (const [net, own] of Map.groupBy(hits, (hit) => hit.net)) {
    if (net === null) continue;
    let last: Span | undefined;
    for (const { at } of own.toSorted((a, b) => a.at - b.at)) {
      if (last !== undefined && at - ms <= last.until) {
        last.until = at + ms;
      } else {
        last = { net, from: at - ms, until: at + ms };
        spans.push(last);
      }
    }
  }
  return spans;
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
