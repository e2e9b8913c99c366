import type { ImportSettings } from '@sms-crm/contracts/imports';
import { addAttributes, addTags, mergeAttributes, replaceWords } from '../contacts/attachments.ts';
import { parsePhone } from '../contacts/phone.ts';
import { contactWordsOf } from '../contacts/words.ts';
import { addConsentEvents } from '../consent/events.ts';
import { quietKeyOf } from '../quiet-hours/places.ts';
import type { TxContext } from '../context/context.ts';
import type { LocalNow } from './agreed-at.ts';
import { columnOf } from './classify.ts';
import { draftContact, type ContactDraft } from './draft.ts';
import type { RowBatch } from './read-rows.ts';
import { Refusals } from './refusals.ts';
import type { ImportRow } from './view.ts';

export type BatchOptions = {
  run: ImportRow;
  settings: ImportSettings;
  timeZone: string;
  now: Date;
  localNow: LocalNow;
};

/** The contacts of a batch: its rows without those the dry run rejected. */
export async function draftAccepted(
  ctx: TxContext,
  batch: RowBatch,
  { run, settings, localNow }: BatchOptions,
): Promise<ContactDraft[]> {
  const { rows } = await ctx.tx.db.$client.query<{ row: number }>({
    name: 'import-batch-rejected',
    text: `select row_number::int as row from import_rows
      where import_id = $1 and row_number between $2 and $3`,
    values: [run.id, batch.firstRow, batch.firstRow + batch.rows.length - 1],
  });
  const rejected = new Set(rows.map(({ row }) => row));
  const phoneColumn = columnOf(settings, 'phone');
  const reading = { settings, now: localNow, refusals: new Refusals(run.columns, settings) };
  const drafts = new Map<string, ContactDraft>();
  for (const [index, { cells }] of batch.rows.entries()) {
    if (rejected.has(batch.firstRow + index)) continue;
    const parsed = parsePhone((cells[phoneColumn] ?? '').trim(), settings.defaultCountry);
    if (parsed === null || drafts.has(parsed.phone)) continue;
    drafts.set(parsed.phone, draftContact(cells, parsed, reading));
  }
  return [...drafts.values()];
}

type WrittenContact = {
  id: string;
  phone: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  created: boolean;
  renamed: boolean;
};

/**
 * Given values replace, empty ones keep; consent is only ever raised from unknown; in phone order against deadlocks.
 * Where a kept place would count too, the quiet key is left to be worked out at the next freeze.
 */
const upsert = `
  insert into contacts (tenant_id, phone, country, first_name, last_name, email, city, region, postal_code, time_zone, quiet_key, consent, import_id)
  select $1, g.phone, g.country, g.first_name, g.last_name, g.email, g.city, g.region, g.postal_code, g.time_zone, g.quiet_key, g.consent, $2
  from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
      $13::text[], $14::text[])
    as g (phone, country, first_name, last_name, email, city, region, postal_code, time_zone, quiet_key, consent)
  order by g.phone
  on conflict (tenant_id, phone) do update set
    country = coalesce(excluded.country, contacts.country),
    first_name = coalesce(excluded.first_name, contacts.first_name),
    last_name = coalesce(excluded.last_name, contacts.last_name),
    email = coalesce(excluded.email, contacts.email),
    city = coalesce(excluded.city, contacts.city),
    region = coalesce(excluded.region, contacts.region),
    postal_code = coalesce(excluded.postal_code, contacts.postal_code),
    time_zone = coalesce(excluded.time_zone, contacts.time_zone),
    quiet_key = case
      when (excluded.region is not null or contacts.region is null) and (excluded.time_zone is not null or contacts.time_zone is null)
      then excluded.quiet_key end,
    consent = case when contacts.consent = 'unknown' then excluded.consent else contacts.consent end,
    import_id = excluded.import_id,
    updated_at = $3
  returning id, phone, first_name, last_name, email, old.id is null as created,
    (old.first_name, old.last_name, old.email) is distinct from (new.first_name, new.last_name, new.email) as renamed`;

/**
 * Writes contacts with their tags, attributes, search words and evidence of consent.
 *
 * @returns how many values were left out, since their contacts have the most attributes there may be
 */
export async function writeContacts(
  ctx: TxContext,
  drafts: readonly ContactDraft[],
  { run, settings, timeZone, now }: BatchOptions,
): Promise<number> {
  if (drafts.length === 0) return 0;
  const { rows } = await ctx.tx.db.$client.query<WrittenContact>({
    name: 'import-contacts',
    text: upsert,
    values: [
      ctx.tenantId,
      run.id,
      now,
      drafts.map((draft) => draft.phone),
      drafts.map((draft) => draft.country),
      drafts.map((draft) => draft.firstName),
      drafts.map((draft) => draft.lastName),
      drafts.map((draft) => draft.email),
      drafts.map((draft) => draft.city),
      drafts.map((draft) => draft.region),
      drafts.map((draft) => draft.postalCode),
      drafts.map((draft) => draft.timeZone),
      drafts.map((draft) =>
        quietKeyOf(draft.phone, { zone: draft.timeZone, state: draft.region }, settings.defaultCountry),
      ),
      drafts.map((draft) => (draft.agreedAt === null ? 'unknown' : 'granted')),
    ],
  });
  const rowOf = new Map(rows.map((row) => [row.phone, row]));
  const known = drafts.map((draft) => ({ ...draft, id: rowOf.get(draft.phone)?.id ?? '' }));
  await addTags(
    ctx,
    known.flatMap(({ id, tags }) => tags.map((tag) => ({ contactId: id, tag }))),
  );
  const attributesOf = (isNew: boolean) =>
    known
      .filter(({ phone }) => rowOf.get(phone)?.created === isNew)
      .flatMap(({ id, attributes }) => attributes.map(([key, value]) => ({ contactId: id, key, value })));
  await addAttributes(ctx, attributesOf(true));
  const leftOut = await mergeAttributes(ctx, attributesOf(false));
  await replaceWords(
    ctx,
    rows
      .filter((row) => row.renamed)
      .map((row) => ({
        contactId: row.id,
        isNew: row.created,
        words: contactWordsOf({ firstName: row.first_name, lastName: row.last_name, email: row.email }),
      })),
  );
  if (settings.consent.kind === 'none') return leftOut;
  await addConsentEvents(
    ctx,
    known.flatMap(({ id, phone, agreedAt }) => (agreedAt === null ? [] : [{ id, phone, agreedAt }])),
    {
      source: settings.consent.source,
      wording: settings.consent.wording ?? null,
      importId: run.id,
      timeZone,
      actor: run.createdBy,
    },
  );
  return leftOut;
}
