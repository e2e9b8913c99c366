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

export type Chunk = { taken: number; cursor: string | null; counts: Record<string, number> | null };

/** The contacts of the next chunk, as the condition of a query over `contacts c`. */
function nextContacts(row: CampaignRow): SQL {
  const launchedAt = (row.launchedAt ?? row.createdAt).toISOString();
  return sql`${inAudience(row)} and c.created_at <= ${launchedAt}::timestamptz
    and ${row.freezeCursor === null ? sql`true` : sql`c.id > ${row.freezeCursor}::uuid`}`;
}

/**
 * Reads the next contacts, asks the permanent gates, writes their messages and cuts the queued ones into batches of one number and one set
 * of lawful hours. Messages of a batch get neighbouring ids, so that a range of ids names it.
 */
export async function insertChunk(ctx: TxContext, row: CampaignRow): Promise<Chunk> {
  const audience = nextContacts(row);
  const chunk = sql`select c.id, c.quiet_key from contacts c where ${audience} order by c.id limit ${chunkSize}`;
  const groups = await readQuietGroups(ctx, row, chunk);
  const pool = await numberPool(ctx, row.numberId);
  const checks = await readChecks(ctx, { kind: row.kind, simulated: row.simulated });
  const never = groups.filter((group) => group.never).map(({ key }) => key);
  const ofRule = (pick: (check: SuppressionCheck) => string | number | null) => columnOf(checks, pick);
  const reason = skipReasonSql(row.kind, {
    simulated: row.simulated,
    phone: sql`c.phone`,
    consent: sql`c.consent`,
    suppressed: sql`(${ofRule((check) => check.reason)}::text[])[s.first]`,
    quietNever: never.length === 0 ? sql`false` : sql`c.quiet_key = any (${sql.param(never)}::text[])`,
  });
  const { rows } = await ctx.tx.db.execute<Chunk>(sql`
    with quiet as materialized (${quietTable(groups)}),
    chunk as materialized (
      select c.id, c.phone, ${pool.numbers.length === 0 ? sql`coalesce(${reason}, 'no_number')` : reason} as reason, c.quiet_key, ${numberOf(pool)} as number_id, s.first
      from contacts c ${keptNumbers(pool)}
      cross join lateral (select ${firstAgainst(checks)} as first offset 0) s
      where ${audience} order by c.id limit ${chunkSize}
    ), ordered as materialized (
      select *, uuidv7() as message_id from (
        select *, (row_number() over (partition by reason is not null, number_id, quiet_key order by id) - 1) / ${batchSize}::int as slice
        from chunk order by reason is not null, number_id, quiet_key, id
      ) sorted
    ), made as (
      insert into messages (id, tenant_id, campaign_id, contact_id, direction, kind, status, reason, phone, number_id, rule_id, rule_version)
      select message_id, ${ctx.tenantId}::uuid, ${row.id}::uuid, id, 'outbound', ${row.kind},
        case when reason is null then 'queued' else 'skipped' end, reason, phone, number_id,
        case when first is not null and reason = (${ofRule((check) => check.reason)}::text[])[first] then (${ofRule(({ ruleId }) => ruleId)}::uuid[])[first] end,
        case when first is not null and reason = (${ofRule((check) => check.reason)}::text[])[first] then (${ofRule(({ version }) => version)}::int[])[first] end
      from ordered
    ), sliced as (
      select number_id, quiet_key, slice, min(message_id::text collate "C")::uuid as first_id, max(message_id::text collate "C")::uuid as last_id,
        count(*) as size
      from ordered where reason is null group by number_id, quiet_key, slice
    ), batches as (
      insert into message_batches (tenant_id, campaign_id, queue, number_id, recipient_zone, start_at, not_before, send_before, first_id, last_id, size)
      select ${ctx.tenantId}::uuid, ${row.id}::uuid, 'bulk', s.number_id, s.quiet_key, q.start_at, q.not_before, q.send_before, s.first_id, s.last_id, s.size
      from sliced s left join quiet q on q.key = s.quiet_key order by q.send_before, s.slice
    ), shares as (
      insert into campaign_shares (tenant_id, campaign_id, number_id)
      select distinct ${ctx.tenantId}::uuid, ${row.id}::uuid, number_id from sliced where number_id is not null
      on conflict do nothing
    )
    select (select count(*)::int from chunk) as taken,
      (select id from chunk order by id desc limit 1) as cursor,
      (select jsonb_object_agg(coalesce(reason, ''), n) from (select reason, count(*) as n from ordered group by 1) r) as counts`);
  const [made] = rows;
  if (made === undefined) throw new Error('the freeze statement returned nothing');
  return made;
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
