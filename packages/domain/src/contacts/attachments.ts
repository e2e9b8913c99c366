import { maxAttributes, maxTags } from '@sms-crm/contracts/contacts';
import type { TxContext } from '../context/context.ts';

/** Adds tags to contacts; those they have already stay, and nobody gets more than `maxTags`. */
export async function addTags(
  ctx: TxContext,
  rows: readonly { contactId: string; tag: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await ctx.tx.db.$client.query({
    name: 'contact-tags-add',
    text: `insert into contact_tags (tenant_id, contact_id, tag)
      select $1, g.contact_id, g.tag
      from (
        select t.contact_id, t.tag, row_number() over (partition by t.contact_id order by t.position) as number
        from unnest($2::uuid[], $3::text[]) with ordinality as t (contact_id, tag, position)
      ) as g
      left join (
        select contact_id, count(*) as tags from contact_tags where contact_id = any($2::uuid[]) group by 1
      ) as held on held.contact_id = g.contact_id
      where g.number + coalesce(held.tags, 0) <= $4
      order by g.contact_id, g.tag
      on conflict do nothing`,
    values: [ctx.tenantId, rows.map((row) => row.contactId), rows.map((row) => row.tag), maxTags],
  });
}

/** Sets attributes of contacts by key; the caller keeps them within `maxAttributes`. */
export async function addAttributes(
  ctx: TxContext,
  rows: readonly { contactId: string; key: string; value: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await ctx.tx.db.$client.query({
    name: 'contact-attributes-add',
    text: `insert into contact_attributes (tenant_id, contact_id, key, value)
      select $1, a.contact_id, a.key, a.value
      from unnest($2::uuid[], $3::text[], $4::text[]) as a (contact_id, key, value)
      order by a.contact_id, a.key
      on conflict (tenant_id, contact_id, key) do update set value = excluded.value`,
    values: [
      ctx.tenantId,
      rows.map((row) => row.contactId),
      rows.map((row) => row.key),
      rows.map((row) => row.value),
    ],
  });
}

/**
 * Sets attributes of contacts that have some already: new keys are taken in the order given until a contact has `maxAttributes`.
 * The contacts are locked by the caller.
 *
 * @returns how many values were left out
 */
export async function mergeAttributes(
  ctx: TxContext,
  rows: readonly { contactId: string; key: string; value: string }[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const { rowCount } = await ctx.tx.db.$client.query({
    name: 'contact-attributes-merge',
    text: `with held as (
        select contact_id, key from contact_attributes where contact_id = any($2::uuid[])
      ), given as (
        select a.*, h.key is null as is_new,
          count(*) filter (where h.key is null) over (partition by a.contact_id order by a.position)
            + (select count(*) from held as own where own.contact_id = a.contact_id) as would_have
        from unnest($2::uuid[], $3::text[], $4::text[]) with ordinality as a (contact_id, key, value, position)
        left join held as h on h.contact_id = a.contact_id and h.key = a.key
      )
      insert into contact_attributes (tenant_id, contact_id, key, value)
      select $1, contact_id, key, value from given where not is_new or would_have <= $5
      order by contact_id, key
      on conflict (tenant_id, contact_id, key) do update set value = excluded.value`,
    values: [
      ctx.tenantId,
      rows.map((row) => row.contactId),
      rows.map((row) => row.key),
      rows.map((row) => row.value),
      maxAttributes,
    ],
  });
  return rows.length - (rowCount ?? 0);
}

/** Makes these the search words of contacts; words of a former name go. `isNew` contacts have none yet. */
export async function replaceWords(
  ctx: TxContext,
  rows: readonly { contactId: string; isNew: boolean; words: readonly string[] }[],
): Promise<void> {
  const changed = rows.filter((row) => !row.isNew).map((row) => row.contactId);
  if (changed.length > 0) {
    await ctx.tx.db.$client.query({
      name: 'contact-words-drop',
      text: 'delete from contact_words where contact_id = any($1::uuid[])',
      values: [changed],
    });
  }
  const words = rows.flatMap((row) => row.words.map((word) => ({ contactId: row.contactId, word })));
  if (words.length === 0) return;
  await ctx.tx.db.$client.query({
    name: 'contact-words-add',
    text: `insert into contact_words (tenant_id, contact_id, word)
      select $1, w.contact_id, w.word from unnest($2::uuid[], $3::text[]) as w (contact_id, word)
      order by w.contact_id, w.word
      on conflict do nothing`,
    values: [ctx.tenantId, words.map((row) => row.contactId), words.map((row) => row.word)],
  });
}
