import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { skipReasonSql } from '../gates/chain.ts';
import { columnOf, firstAgainst, readChecks, type SuppressionCheck } from '../suppression/checks.ts';
import { numberPool, type NumberPool } from '../numbers/number-pool.ts';
import { numberOfFirstText } from '../numbers/remember.ts';
import type { CampaignRow } from './campaign-row.ts';
import { inAudience } from './audience.ts';
import { readQuietGroups, type QuietGroup } from './quiet-groups.ts';

/** Contacts frozen in one transaction. */
export const chunkSize = 10_000;

/** Most messages of one batch: what each batch costs by itself is shared by so many. */
export const batchSize = 250;

/** A stretch of the audience, in the order of ids, that is frozen in one transaction. */
export type Chunk = {
  /** The last contact before it; null at the beginning of the audience. */
  after: string | null;
  /** Its own last contact; null when it reaches to the end. */
  upTo: string | null;
  /** Everybody's lawful hours. */
  groups: QuietGroup[];
};

/** How many messages of one number were frozen with one reason; null for those that are queued. */
export type FrozenGroup = { reason: string | null; numberId: string | null; count: number };

/** Contacts moved to another place, or lost theirs, since the hours of their chunk were worked out. */
export class PlacesMoved extends Error {
  override readonly message = 'places of contacts changed while their chunk was frozen';
}

/** Looks how far the chunk behind a contact reaches. */
export async function planChunk(ctx: TxContext, row: CampaignRow, after: string | null): Promise<Chunk> {
  const { rows } = await ctx.tx.db.execute<{ id: string }>(
    sql`select c.id from contacts c where ${contactsOf(row, { after, upTo: null })} order by c.id offset ${chunkSize - 1} limit 1`,
  );
  const reach = { after, upTo: rows[0]?.id ?? null };
  return { ...reach, groups: await groupsOf(ctx, row, reach) };
}

/** Works out the hours of a chunk's contacts. */
export function groupsOf(
  ctx: TxContext,
  row: CampaignRow,
  reach: Pick<Chunk, 'after' | 'upTo'>,
): Promise<QuietGroup[]> {
  return readQuietGroups(
    ctx,
    row,
    sql`select c.id, c.quiet_key from contacts c where ${contactsOf(row, reach)}`,
  );
}

/** The contacts of a stretch, as the condition of a query over `contacts c`. */
function contactsOf(row: CampaignRow, { after, upTo }: Pick<Chunk, 'after' | 'upTo'>): SQL {
  const launchedAt = (row.launchedAt ?? row.createdAt).toISOString();
  return sql`${inAudience(row)} and c.created_at <= ${launchedAt}::timestamptz
    and ${after === null ? sql`true` : sql`c.id > ${after}::uuid`} and ${upTo === null ? sql`true` : sql`c.id <= ${upTo}::uuid`}`;
}

/**
 * Asks the permanent gates for the contacts of a chunk, writes their messages and cuts the queued ones into batches of one number and one
 * set of lawful hours. The ids of a chunk are made in one go, UUIDv7 that end in a counter, so that a range of ids names a batch whatever
 * is written at the same time. Two chunks may be written at once: this locks nothing that both of them need.
 *
 * @throws PlacesMoved when it must be rolled back and done again with the hours of today's places
 */
export async function insertChunk(ctx: TxContext, row: CampaignRow, chunk: Chunk): Promise<FrozenGroup[]> {
  const pool = await numberPool(ctx, row.numberId);
  const checks = await readChecks(ctx, { kind: row.kind, simulated: row.simulated });
  const never = chunk.groups.filter((group) => group.never).map(({ key }) => key);
  const ofRule = (pick: (check: SuppressionCheck) => string | number | null) => columnOf(checks, pick);
  const reason = skipReasonSql(row.kind, {
    simulated: row.simulated,
    phone: sql`c.phone`,
    consent: sql`c.consent`,
    suppressed: sql`(${ofRule((check) => check.reason)}::text[])[s.first]`,
    quietNever: never.length === 0 ? sql`false` : sql`c.quiet_key = any (${sql.param(never)}::text[])`,
  });
  const { rows } = await ctx.tx.db.execute<FrozenGroup & { isPlaced: boolean }>(sql`
    with quiet as materialized (${quietTable(chunk.groups)}),
    start as materialized (select left(uuidv7()::text, ${36 - counterDigits}::int) as id),
    chunk as materialized (
      select c.id, c.phone, ${pool.numbers.length === 0 ? sql`coalesce(${reason}, 'no_number')` : reason} as reason, c.quiet_key, ${numberOf(pool)} as number_id, s.first
      from contacts c ${keptNumbers(pool)}
      cross join lateral (select ${firstAgainst(checks)} as first offset 0) s
      where ${contactsOf(row, chunk)}
    ), ordered as materialized (
      select *, row_number() over (order by reason is not null, number_id, quiet_key, id) as nth,
        (row_number() over (partition by reason is not null, number_id, quiet_key order by id) - 1) / ${batchSize}::int as slice
      from chunk
    ), made as (
      insert into messages (id, tenant_id, campaign_id, contact_id, direction, kind, status, reason, phone, number_id, rule_id, rule_version)
      select ${idOf(sql`start.id`, sql`nth`)}, ${ctx.tenantId}::uuid, ${row.id}::uuid, ordered.id, 'outbound', ${row.kind},
        case when reason is null then 'queued' else 'skipped' end, reason, phone, number_id,
        case when first is not null and reason = (${ofRule((check) => check.reason)}::text[])[first] then (${ofRule(({ ruleId }) => ruleId)}::uuid[])[first] end,
        case when first is not null and reason = (${ofRule((check) => check.reason)}::text[])[first] then (${ofRule(({ version }) => version)}::int[])[first] end
      from ordered, start
    ), sliced as (
      select number_id, quiet_key, slice, min(nth) as first_nth, max(nth) as last_nth
      from ordered where reason is null group by number_id, quiet_key, slice
    ), batches as (
      insert into message_batches (tenant_id, campaign_id, queue, number_id, recipient_zone, start_at, not_before, send_before, first_id, last_id, size)
      select ${ctx.tenantId}::uuid, ${row.id}::uuid, 'bulk', s.number_id, s.quiet_key, q.start_at, q.not_before, q.send_before,
        ${idOf(sql`start.id`, sql`first_nth`)}, ${idOf(sql`start.id`, sql`last_nth`)}, last_nth - first_nth + 1
      from start, sliced s left join quiet q on q.key = s.quiet_key order by q.send_before, s.slice
    )
    select reason, number_id as "numberId", count(*)::int as count,
      bool_and(coalesce(quiet_key = any (${sql.param(chunk.groups.map(({ key }) => key))}::text[]), false)) as "isPlaced"
    from ordered group by 1, 2`);
  if (rows.some(({ isPlaced }) => !isPlaced)) throw new PlacesMoved();
  return rows;
}

/** Hexadecimal digits at the end of an id that count the messages of a chunk. */
const counterDigits = 5;

function idOf(start: SQL, nth: SQL): SQL {
  return sql`(${start} || lpad(to_hex(${nth}), ${counterDigits}::int, '0'))::uuid`;
}

function quietTable(groups: readonly QuietGroup[]): SQL {
  const column = <T>(pick: (group: QuietGroup) => T) => sql.param(groups.map((group) => pick(group)));
  const moments = (pick: (group: QuietGroup) => Date | null) =>
    sql`${column((group) => pick(group)?.toISOString() ?? null)}::timestamptz[]`;
  return sql`select * from unnest(${column(({ key }) => key)}::text[],
    ${moments(({ startAt }) => startAt)}, ${moments(({ notBefore }) => notBefore)}, ${moments(({ sendBefore }) => sendBefore)})
    as q (key, start_at, not_before, send_before)`;
}

/** The number of each contact: the one it knows, else one of the pool, the same at each look, local ones first. */
export function numberOf({ numbers, keeps, several, simulated }: NumberPool): SQL {
  const ids = sql`${sql.param(numbers.map(({ id }) => id))}::uuid[]`;
  const areas = sql`${sql.param(numbers.map(({ phone }) => phone.slice(0, 5)))}::text[]`;
  const count = numbers.length;
  if (count === 0) return sql`null::uuid`;
  const spread = sql`(${ids})[1 + (hashtextextended(c.id::text, 0) & 2147483647) % ${count}::int]`;
  const chosen =
    count === 1
      ? sql`(${ids})[1]`
      : sql`coalesce((${ids})[array_position(${areas}, left(c.phone, 5))], ${spread})`;
  if (!keeps) return chosen;
  return several
    ? sql`coalesce(k.number_id, ${numberOfFirstText(sql`c.id`, simulated)}, ${chosen})`
    : sql`coalesce(k.number_id, ${chosen})`;
}

/** The join that `numberOf` needs. */
export function keptNumbers({ keeps, simulated }: NumberPool): SQL {
  return keeps
    ? sql`left join (contact_numbers k join sending_numbers kn on kn.tenant_id = k.tenant_id and kn.id = k.number_id
      join carrier_accounts ka on ka.tenant_id = kn.tenant_id and ka.id = kn.carrier_account_id and (ka.live or ka.in_setup) = ${!simulated}) on k.tenant_id = c.tenant_id and k.contact_id = c.id`
    : sql``;
}
