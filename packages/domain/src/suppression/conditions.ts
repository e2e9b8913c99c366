import { sql, type SQL } from 'drizzle-orm';
import type { SuppressionSpec } from '@sms-crm/contracts/suppression';

/** What a condition is asked for: simulated texts and what the simulator says never count where people are meant, nor the other way round. */
export type Asking = { simulated: boolean; at: Date };

const hourMs = 3_600_000;

/** Whether a rule speaks against the contact `c` of an outer query. */
export function conditionOf(spec: SuppressionSpec, asking: Asking): SQL<boolean> {
  const since = (hours: number) =>
    sql`${new Date(asking.at.getTime() - hours * hourMs).toISOString()}::timestamptz`;
  if (spec.kind === 'frequency') {
    const { most, windowHours } = spec.config;
    const had = textsSince(since(windowHours), asking, sql`m.kind = 'campaign-marketing'`);
    return sql<boolean>`(select count(*) from (${had} limit ${most}) had) >= ${most}`;
  }
  if (spec.kind === 'recently-messaged') {
    const written = sql`m.kind in ('campaign-marketing', 'campaign-transactional', 'reply')`;
    return sql<boolean>`exists (${textsSince(since(spec.config.windowHours), asking, written)})`;
  }
  if (spec.kind === 'recently-engaged') {
    const { windowHours, clicked, replied } = spec.config;
    const deeds = [
      ...(clicked ? [clickedSince(since(windowHours), asking)] : []),
      ...(replied ? [repliedSince(since(windowHours))] : []),
    ];
    return deeds.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(deeds, sql` or `)})`;
  }
  if (spec.kind === 'area-codes') return beginsWithOne(spec.config.codes.map(prefixOf));
  if (spec.kind === 'tags') {
    return sql<boolean>`exists (select from contact_tags t where t.tenant_id = c.tenant_id and t.contact_id = c.id
      and t.tag = any (${sql.param(spec.config.tags)}::text[]))`;
  }
  return sql<boolean>`exists (select from line_types l where l.tenant_id = c.tenant_id and l.phone = c.phone
    and l.simulated = ${asking.simulated} and l.type = 'landline')`;
}

/** Texts that reached the carrier, or are on their way there: whoever is being sent to now counts too. */
function textsSince(since: SQL, { simulated }: Asking, kinds: SQL): SQL {
  return sql`select from messages m where m.tenant_id = c.tenant_id and m.contact_id = c.id and m.direction = 'outbound' and ${kinds}
    and m.claimed_at > ${since} and (m.handed_over_at is not null or m.status in ('sending', 'unknown'))
    and (m.campaign_id is null or exists (
      select from campaigns k where k.tenant_id = m.tenant_id and k.id = m.campaign_id and k.simulated = ${simulated}))`;
}

function clickedSince(since: SQL, { simulated }: Asking): SQL {
  return sql`exists (
    select from messages m
    join clicks k on k.tenant_id = m.tenant_id and k.message_id = m.id and k.human and k.clicked_at > ${since}
    join campaigns o on o.tenant_id = m.tenant_id and o.id = m.campaign_id and o.simulated = ${simulated}
    where m.tenant_id = c.tenant_id and m.contact_id = c.id)`;
}

/** Keywords are no replies. */
function repliedSince(since: SQL): SQL {
  return sql`exists (select from messages m where m.tenant_id = c.tenant_id and m.contact_id = c.id and m.direction = 'inbound'
    and m.reason is null and m.created_at > ${since})`;
}

function prefixOf(code: string): string {
  return code.startsWith('+') ? code : `+1${code}`;
}

function beginsWithOne(prefixes: readonly string[]): SQL<boolean> {
  const byLength = Map.groupBy(prefixes, (prefix) => prefix.length);
  const checks = [...byLength].map(
    ([length, own]) => sql`left(c.phone, ${length}::int) = any (${sql.param(own)}::text[])`,
  );
  return sql<boolean>`(${sql.join(checks, sql` or `)})`;
}
