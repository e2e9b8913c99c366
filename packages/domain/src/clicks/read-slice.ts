import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { firstIdAt, lastIdAt, timeOfId } from '../context/ids-by-time.ts';
import { judgedColumns, type JudgedHit } from './judged-hit.ts';
import { windowMs, type Rules } from './rules.ts';

/** Clicks judged again by one transaction, which recording waits for: about a second. */
const perSlice = 5_000;

/** Clicks looked at before and after a slice: those within the window, the nearest ones of more. */
const mostAround = 20_000;

/** The next clicks of a run, those around them in time, and the id of the last one looked at; undefined at the end. */
export type Slice = { own: JudgedHit[]; around: JudgedHit[]; last: string | undefined };

/** Reads by id alone, whose beginning is the time: that is one stretch of the primary key. */
export async function readSlice(
  ctx: TxContext,
  run: { cursor: string; until: string; campaignId: string | null },
  rules: Rules,
): Promise<Slice> {
  const hits = await read(ctx, { after: run.cursor, until: run.until, limit: perSlice });
  const [first, last] = [hits[0], hits.at(-1)];
  if (first === undefined || last === undefined) return { own: [], around: [], last: undefined };
  const ms = windowMs(rules);
  const before = await readBefore(ctx, { after: firstIdAt(timeOfId(first.id) - ms), until: first.id });
  const later = await read(ctx, {
    after: last.id,
    until: lastIdAt(timeOfId(last.id) + ms),
    limit: mostAround,
  });
  const isOwn = (hit: JudgedHit) => run.campaignId === null || hit.campaignId === run.campaignId;
  return {
    own: hits.filter(isOwn),
    around: [...before, ...hits.filter((hit) => !isOwn(hit)), ...later],
    last: last.id,
  };
}

async function read(
  ctx: TxContext,
  { after, until, limit }: { after: string; until: string; limit: number },
): Promise<JudgedHit[]> {
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`
    select ${judgedColumns} from clicks c
    where c.tenant_id = ${ctx.tenantId}::uuid and c.id > ${after}::uuid and c.id <= ${until}::uuid order by c.id limit ${limit}::int`,
  );
  return rows;
}

async function readBefore(
  ctx: TxContext,
  { after, until }: { after: string; until: string },
): Promise<JudgedHit[]> {
  const { rows } = await runPrepared<JudgedHit>(
    ctx.tx.db,
    sql`
    select ${judgedColumns} from clicks c
    where c.tenant_id = ${ctx.tenantId}::uuid and c.id >= ${after}::uuid and c.id < ${until}::uuid
    order by c.id desc limit ${mostAround}::int`,
  );
  return rows;
}
