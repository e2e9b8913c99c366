import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { mayDo } from '../context/actor.ts';
import type { TxContext } from '../context/context.ts';

const uuid = z.uuid();

/** What people know the things by that the log keeps the ids of; those that are gone have none. */
const named: Readonly<Record<string, SQL>> = {
  'api-key': sql`select id, name from api_keys`,
  'auto-reply': sql`select id, name from auto_replies`,
  campaign: sql`select id, name from campaigns`,
  'carrier-account': sql`select id, name from carrier_accounts`,
  import: sql`select id, file_name as name from imports`,
  'link-domain': sql`select id, host as name from link_domains`,
  number: sql`select id, phone as name from sending_numbers`,
  'opt-out-rule': sql`select id, name from opt_out_rules`,
  registration: sql`select id, name from carrier_registrations`,
  segment: sql`select id, name from segments where deleted_at is null`,
  'suppression-rule': sql`select id, name from suppression_rules`,
  template: sql`select id, name from message_templates where deleted_at is null`,
  'test-phone': sql`select id, name from test_phones`,
};

/** Names and phones of people are for those who may see contacts. */
const ofPeople: Readonly<Record<string, SQL>> = {
  contact: sql`select id, coalesce(nullif(concat_ws(' ', first_name, last_name), ''), phone) as name from contacts`,
  message: sql`select id, phone as name from messages`,
};

type Target = { targetType: string; targetId: string | null };

/** The names of the things of a page of the log, by their ids: one query per type of thing on it. */
export async function targetNames(
  ctx: TxContext,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, string>> {
  const sources = mayDo(ctx.actor, 'contacts:read') ? { ...named, ...ofPeople } : named;
  const names = new Map<string, string>();
  for (const [type, own] of Map.groupBy(targets, ({ targetType }) => targetType)) {
    const source = sources[type];
    const ids = own.flatMap(({ targetId }) => uuid.safeParse(targetId).data ?? []);
    if (source === undefined || ids.length === 0) continue;
    const { rows } = await ctx.tx.db.execute<{ id: string; name: string }>(
      sql`select id, name from (${source}) known where id = any (${sql.param(ids)}::uuid[])`,
    );
    for (const { id, name } of rows) names.set(id, name);
  }
  return names;
}
