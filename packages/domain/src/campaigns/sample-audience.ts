import { sql } from 'drizzle-orm';
import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { readSampleLinks } from '../links/scene.ts';
import type { PriceList } from '../pricing/price-list.ts';
import { readPrices } from '../pricing/read-prices.ts';
import { inAudience } from './audience.ts';
import { audienceReason } from './audience-reason.ts';
import type { CampaignRow } from './campaign-row.ts';
import { saysOptOut } from './footer.ts';
import { readFields, unknownFields } from './merge-fields.ts';
import { mergeValues } from './merge-values.ts';
import type { Audience } from './read-audience.ts';
import { readFooters } from './read-footers.ts';
import { renderMessage, type RenderedMessage } from './render-message.ts';
import { showSamples, type Recipient, type Rendered } from './show-samples.ts';
import type { ParsedTemplate } from './template.ts';

/** Recipients whose texts are rendered for a preview; larger audiences are extrapolated (about 10 µs a text). */
const maxSampled = 10_000;

/** Of those who share a price so many are rendered in any case, so that few dear ones count right too. */
const leastOfPrice = 500;

/** Tells these hashes from those that spread recipients over numbers. */
const sampleSeed = 1;

/** What the texts of an audience come to; of a large one every rendered text stands for several. */
export type AudienceSample = {
  sampled: number;
  parts: number;
  costMicros: number;
  partsPerMessage: Map<number, number>;
  emptyFields: Map<string, number>;
  problems: Map<SkipReason, number>;
  /** Recipients and parts of the texts that say how to opt out. */
  withOptOut: { recipients: number; parts: number };
  samples: CampaignPreview['samples'];
  /** Merge fields that can be used: every contact's, and the tenant's own as seen in this audience. */
  fields: string[];
  /** Merge fields of the template that no recipient has. */
  unknownFields: string[];
};

/** Renders texts of recipients from all over the audience and adds up what all its texts come to, price by price. */
export async function sampleAudience(
  ctx: TxContext,
  row: CampaignRow,
  input: { template: ParsedTemplate; audience: Audience },
): Promise<AudienceSample> {
  const { template } = input;
  const prices = await readPrices(ctx);
  const rows = await readSample(ctx, row, { ...input, prices });
  const values = await mergeValues(ctx, rows, template.fields);
  const rendered = await renderAll(ctx, row, { rows, values, template });
  const fields = await readFields(ctx, rows);
  const sample: AudienceSample = {
    sampled: rows.length,
    parts: 0,
    costMicros: 0,
    partsPerMessage: new Map(),
    emptyFields: new Map(),
    problems: new Map(),
    withOptOut: { recipients: 0, parts: 0 },
    samples: await showSamples(ctx, rendered),
    fields,
    unknownFields: unknownFields(template.fields, values, fields),
  };
  const weights = weightsOf(rows, input.audience);
  for (const { recipient, text } of rendered) {
    add(sample, recipient, { text, standsFor: weights.get(recipient.partMicros) ?? 1 });
  }
  return sample;
}

async function renderAll(
  ctx: TxContext,
  row: CampaignRow,
  input: {
    rows: readonly Recipient[];
    values: ReadonlyMap<string, Record<string, string>>;
    template: ParsedTemplate;
  },
): Promise<Rendered[]> {
  const { rows, values, template } = input;
  const footers = await readFooters(
    ctx,
    row,
    rows.map(({ id }) => id),
  );
  const links = await readSampleLinks(ctx, row);
  return rows.map((recipient) => {
    const options = { links, footer: footers.of(recipient.id) };
    return { recipient, text: renderMessage(template, values.get(recipient.id) ?? {}, options) };
  });
}

/** How many recipients there are of each price. */
function countByPrice({ groups }: Audience): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { partMicros, count } of groups) counts.set(partMicros, (counts.get(partMicros) ?? 0) + count);
  return counts;
}

/** How many recipients each rendered one of a price stands for. */
function weightsOf(rows: readonly Recipient[], audience: Audience): Map<number, number> {
  const sampled = Map.groupBy(rows, ({ partMicros }) => partMicros);
  return new Map(
    [...countByPrice(audience)].map(([price, count]) => [
      price,
      count / (sampled.get(price)?.length ?? count),
    ]),
  );
}

/** Everybody of a small audience; of a large one those whose hashed ids fall into their price's share. */
async function readSample(
  ctx: TxContext,
  row: CampaignRow,
  { audience, prices }: { audience: Audience; prices: PriceList },
): Promise<Recipient[]> {
  const reason = await audienceReason(ctx, row);
  const price = prices.partMicrosSql(sql`c.phone`);
  const counts = [...countByPrice(audience)];
  const share = (count: number) => Math.max(maxSampled / audience.recipients, leastOfPrice / count);
  const shares = sql`(${sql.param(counts.map(([, count]) => share(count)))}::float8[])[array_position(${sql.param(counts.map(([own]) => own))}::float8[], ${price})]`;
  const chosen =
    audience.recipients <= maxSampled
      ? sql`true`
      : sql`(hashtextextended(c.id::text, ${sampleSeed}) & 1048575) < 1048576 * ${shares}`;
  const { rows } = await ctx.tx.db.execute<Recipient>(sql`
    select c.id, c.phone, c.first_name as "firstName", c.last_name as "lastName", c.email, c.city, c.region,
      c.postal_code as "postalCode", ${price} as "partMicros"
    from (select * from contacts c where ${inAudience(row)} and ${chosen} offset 0) c
    where ${reason} is null order by c.id`);
  return rows;
}

function add(
  sample: AudienceSample,
  recipient: Recipient,
  { text, standsFor }: { text: RenderedMessage; standsFor: number },
): void {
  if (text.problem !== null) return increase(sample.problems, text.problem, standsFor);
  for (const field of text.emptyFields) increase(sample.emptyFields, field, standsFor);
  const parts = text.parts.parts * standsFor;
  increase(sample.partsPerMessage, text.parts.parts, standsFor);
  sample.parts += parts;
  if (saysOptOut(text.body)) {
    sample.withOptOut.recipients += standsFor;
    sample.withOptOut.parts += parts;
  }
  sample.costMicros += parts * recipient.partMicros;
}

function increase<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
