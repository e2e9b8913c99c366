import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import type { JudgedHit } from './judged-hit.ts';

/**
 * Stores hits, set-based. One that is stored already is left alone.
 *
 * @returns the ids of those that are new
 */
export async function insertClicks(
  ctx: TxContext,
  hits: readonly JudgedHit[],
  rules: string,
): Promise<Set<string>> {
  const column = (value: (hit: JudgedHit) => string | number | null) =>
    sql.param(hits.map((hit) => value(hit)));
  const { rows } = await runPrepared<{ id: string }>(
    ctx.tx.db,
    sql`
    insert into clicks (
      tenant_id, human, rules, id, clicked_at, short_link_id, campaign_id, campaign_link_id, message_id, verdict, reason,
      user_agent, hints, ip, net, network, country, device, age_ms
    )
    select ${ctx.tenantId}::uuid, h.verdict = 'human', ${rules}::text, h.*
    from unnest(
      ${column((hit) => hit.id)}::uuid[],
      ${column((hit) => new Date(hit.at).toISOString())}::timestamptz[],
      ${column((hit) => hit.linkId)}::uuid[],
      ${column((hit) => hit.campaignId)}::uuid[],
      ${column((hit) => hit.campaignLinkId)}::uuid[],
      ${column((hit) => hit.messageId)}::uuid[],
      ${column((hit) => hit.verdict)}::text[],
      ${column((hit) => hit.reason)}::text[],
      ${column((hit) => hit.agent)}::text[],
      ${column((hit) => hit.hints)}::text[],
      ${column((hit) => hit.ip)}::text[],
      ${column((hit) => hit.net)}::text[],
      ${column((hit) => hit.network)}::text[],
      ${column((hit) => hit.country)}::text[],
      ${column((hit) => hit.device)}::text[],
      ${column((hit) => hit.ageMs)}::bigint[]
    ) as h (id, clicked_at, short_link_id, campaign_id, campaign_link_id, message_id, verdict, reason, user_agent, hints, ip, net,
      network, country, device, age_ms)
    on conflict (tenant_id, id) do nothing
    returning id`,
  );
  return new Set(rows.map((row) => row.id));
}

/** Writes what stored hits are found to be now. */
export async function updateVerdicts(
  ctx: TxContext,
  hits: readonly JudgedHit[],
  rules: string,
): Promise<void> {
  if (hits.length === 0) return;
  const column = (value: (hit: JudgedHit) => string | null) => sql.param(hits.map((hit) => value(hit)));
  await runPrepared(
    ctx.tx.db,
    sql`
    update clicks c set verdict = h.verdict, human = h.verdict = 'human', reason = h.reason, network = h.network, rules = ${rules}::text
    from unnest(${column((hit) => hit.id)}::uuid[], ${column((hit) => hit.verdict)}::text[], ${column((hit) => hit.reason)}::text[],
      ${column((hit) => hit.network)}::text[]) as h (id, verdict, reason, network)
    where c.tenant_id = ${ctx.tenantId}::uuid and c.id = h.id`,
  );
}

/** Notes by which rules hits were judged again that stay what they were. */
export async function nameRules(ctx: TxContext, hits: readonly JudgedHit[], rules: string): Promise<void> {
  await runPrepared(
    ctx.tx.db,
    sql`
    update clicks c set rules = ${rules}::text
    where c.tenant_id = ${ctx.tenantId}::uuid and c.id = any (${sql.param(hits.map((hit) => hit.id))}::uuid[])
      and c.rules is distinct from ${rules}::text`,
  );
}
