import { sql } from 'drizzle-orm';
import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { skipReason, skipReasonWords, type SkipReason } from '@sms-crm/contracts/reasons';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { chooseNumber, type NumberRow } from '../numbers/find.ts';
import { inAudience } from './audience.ts';
import { audienceReason } from './audience-reason.ts';
import { audienceOf, findCampaign, type CampaignRow } from './campaign-row.ts';
import { launchNotices } from './launch-notices.ts';
import { sampleAudience, type AudienceSample } from './sample-audience.ts';
import { parseTemplate } from './template.ts';

export type Exclusions = { matched: number; recipients: number; byReason: Map<SkipReason, number> };

/** Whom a campaign would reach now, what it would cost and how long it would take; drives the launch button. */
export async function previewCampaign(ctx: Context, input: { id: string }): Promise<CampaignPreview> {
  requirePermission(ctx, 'campaigns:read');
  return withTransaction(ctx, async (ctx) => {
    const row = await findCampaign(ctx, input.id);
    const number = await chooseNumber(ctx, row.numberId);
    const exclusions = await countExclusions(ctx, row);
    const sample = await sampleAudience(ctx, row, parseTemplate(row.template));
    // A draft without a text has one fault, not one per recipient.
    if (row.template.trim() === '') sample.problems.clear();
    const preview = combine(exclusions, sample, number);
    return { ...preview, ...(await launchNotices(ctx, row, preview)) };
  });
}

/** How many contacts the audience matches and how many of them no gate lets through, by reason. */
export async function countExclusions(ctx: TxContext, row: CampaignRow): Promise<Exclusions> {
  const reason = await audienceReason(ctx, row);
  const { rows } = await ctx.tx.db.execute<{ reason: string | null; count: string }>(
    sql`select ${reason} as reason, count(*) as count from contacts c where ${inAudience(audienceOf(row))} group by 1`,
  );
  const byReason = new Map<SkipReason, number>();
  let recipients = 0;
  for (const { reason: found, count } of rows) {
    if (found === null) recipients = Number(count);
    else byReason.set(skipReason.parse(found), Number(count));
  }
  const skipped = [...byReason.values()].reduce((sum, count) => sum + count, 0);
  return { matched: recipients + skipped, recipients, byReason };
}

function combine(
  { matched, recipients: allowed, byReason }: Exclusions,
  sample: AudienceSample,
  number: NumberRow | undefined,
): Omit<CampaignPreview, 'blockers' | 'warnings'> {
  const factor = sample.sampled === 0 ? 0 : allowed / sample.sampled;
  const scaled = (count: number) => Math.round(count * factor);
  const excluded = new Map(byReason);
  for (const [reason, count] of sample.problems) excluded.set(reason, scaled(count));
  const unsendable = [...sample.problems.values()].reduce((sum, count) => sum + scaled(count), 0);
  const parts = scaled(sample.parts);
  const rate = number?.rateParts ?? 0;
  return {
    matched,
    excluded: [...excluded].map(([reason, count]) => ({ reason, words: skipReasonWords[reason], count })),
    recipients: allowed - unsendable,
    parts,
    partsPerMessage: [...sample.partsPerMessage]
      .toSorted(([a], [b]) => a - b)
      .map(([perMessage, messages]) => ({ parts: perMessage, messages: scaled(messages) })),
    costMicros: scaled(sample.costMicros),
    exact: sample.sampled === allowed,
    sampled: sample.sampled,
    footer: {
      withOptOut: {
        recipients: scaled(sample.withOptOut.recipients),
        parts: scaled(sample.withOptOut.parts),
      },
      withoutOptOut: {
        recipients: allowed - unsendable - scaled(sample.withOptOut.recipients),
        parts: parts - scaled(sample.withOptOut.parts),
      },
    },
    emptyFields: [...sample.emptyFields].map(([field, count]) => ({ field, count: scaled(count) })),
    samples: sample.samples,
    number:
      number === undefined
        ? null
        : { id: number.id, phone: number.phone, type: number.type, rateParts: number.rateParts },
    durationSeconds: rate === 0 ? 0 : Math.ceil(parts / rate),
  };
}
