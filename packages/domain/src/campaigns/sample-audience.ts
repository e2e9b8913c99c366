import { sql } from 'drizzle-orm';
import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { sampleCode } from '../links/code.ts';
import type { PriceList } from '../pricing/price-list.ts';
import { readPrices } from '../pricing/read-prices.ts';
import { inAudience } from './audience.ts';
import { audienceReason } from './audience-reason.ts';
import { audienceOf, type CampaignRow } from './campaign-row.ts';
import { saysOptOut } from './footer.ts';
import { mergeValues } from './merge-values.ts';
import { readFooters } from './read-footers.ts';
import { renderMessage, type RenderedMessage } from './render-message.ts';
import type { ParsedTemplate } from './template.ts';

/** Recipients whose texts are rendered for a preview; larger audiences are extrapolated (about 10 µs a text). */
const maxSampled = 10_000;

/** Bodies shown. */
const shownSamples = 5;

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
};

type Recipient = {
  id: string;
  phone: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
};

/** Renders the texts of the audience's first recipients and adds them up. */
export async function sampleAudience(
  ctx: TxContext,
  row: CampaignRow,
  template: ParsedTemplate,
): Promise<AudienceSample> {
  const reason = await audienceReason(ctx, row);
  const { rows } = await ctx.tx.db.execute<Recipient>(sql`
    select c.id, c.phone, c.first_name as "firstName", c.last_name as "lastName", c.email, c.city, c.region,
      c.postal_code as "postalCode"
    from contacts c where ${inAudience(audienceOf(row))} and ${reason} is null
    order by c.id limit ${maxSampled}`);
  const values = await mergeValues(ctx, rows, template.fields);
  const sample: AudienceSample = {
    sampled: rows.length,
    parts: 0,
    costMicros: 0,
    partsPerMessage: new Map(),
    emptyFields: new Map(),
    problems: new Map(),
    withOptOut: { recipients: 0, parts: 0 },
    samples: [],
  };
  const prices = await readPrices(ctx);
  const footers = await readFooters(
    ctx,
    row,
    rows.map(({ id }) => id),
  );
  const { shortLinkOrigin } = ctx.services.settings;
  for (const recipient of rows) {
    const options = { shortLinkOrigin, newCode: () => sampleCode, footer: footers.of(recipient.id) };
    const text = renderMessage(template, values.get(recipient.id) ?? {}, options);
    add(sample, recipient, text, prices);
  }
  return sample;
}

function add(sample: AudienceSample, recipient: Recipient, text: RenderedMessage, prices: PriceList): void {
  if (sample.samples.length < shownSamples) sample.samples.push(shown(recipient, text));
  if (text.problem !== null) return increase(sample.problems, text.problem);
  for (const field of text.emptyFields) increase(sample.emptyFields, field);
  increase(sample.partsPerMessage, text.parts.parts);
  sample.parts += text.parts.parts;
  if (saysOptOut(text.body)) {
    sample.withOptOut.recipients += 1;
    sample.withOptOut.parts += text.parts.parts;
  }
  sample.costMicros += text.parts.parts * prices.partMicros(recipient.phone);
}

function shown(recipient: Recipient, text: RenderedMessage): CampaignPreview['samples'][number] {
  return {
    contactId: recipient.id,
    name: [recipient.firstName, recipient.lastName].filter(Boolean).join(' '),
    phone: recipient.phone,
    body: text.body,
    parts: text.parts.parts,
    encoding: text.parts.encoding,
  };
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
