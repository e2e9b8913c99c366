import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { builtInFields } from './merge-values.ts';

/** Recipients whose own fields are looked at: no index knows the fields of a whole tenant. */
const maxLookedAt = 200;

/** The tenant's fields that are looked at when there is no recipient to look at. */
const maxFieldsSeen = 5_000;

/** Own fields named. */
const maxOwn = 30;

/** Merge fields that a text to these recipients can use: every contact's, then the tenant's own that the first of them have. */
export async function readFields(ctx: TxContext, recipients: readonly { id: string }[]): Promise<string[]> {
  const ids = recipients.slice(0, maxLookedAt).map(({ id }) => id);
  const seen =
    ids.length > 0
      ? sql`contact_attributes where contact_id = any (${sql.param(ids)}::uuid[])`
      : sql`(select key from contact_attributes limit ${maxFieldsSeen}) any_contact`;
  const { rows } = await ctx.tx.db.execute<{ key: string }>(
    sql`select distinct key from ${seen} order by key limit ${maxOwn}`,
  );
  return [...builtInFields, ...rows.map(({ key }) => key)];
}

/**
 * Fields of a template, with a fallback or not, that not one of these recipients has: most likely misspelled.
 *
 * @param known fields that some contact has
 */
export function unknownFields(
  fields: readonly string[],
  values: ReadonlyMap<string, Readonly<Record<string, string>>>,
  known: readonly string[],
): string[] {
  const everyone = [...values.values()];
  return fields.filter(
    (field) => !known.includes(field) && !everyone.some((own) => Object.hasOwn(own, field)),
  );
}
