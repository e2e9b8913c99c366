import type { CampaignPreview, PreviewCampaign } from '@sms-crm/contracts/campaigns';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { chooseNumber, sendsSimulated, type NumberRow } from '../numbers/find.ts';
import { findCampaign, type CampaignRow } from './campaign-row.ts';
import { excludedBy } from './excluded-by.ts';
import { foresee, type Foreseen } from './foresee.ts';
import { launchNotices } from './launch-notices.ts';
import { readAudience, type Audience } from './read-audience.ts';
import { sampleAudience, type AudienceSample } from './sample-audience.ts';
import { scheduleOf } from './schedule-of.ts';
import { parseTemplate } from './template.ts';

/**
 * Whom a campaign would reach, what it would cost and when it would be done; drives the launch button.
 *
 * @param input.when if it were scheduled then; without, as it stands
 * @throws DomainError `invalid_input` for a moment it cannot be scheduled for
 */
export async function previewCampaign(
  ctx: Context,
  input: PreviewCampaign & { id: string },
): Promise<CampaignPreview> {
  requirePermission(ctx, 'campaigns:read');
  return withTransaction(ctx, async (ctx) => {
    const found = await findCampaign(ctx, input.id);
    const row = found.launchedAt === null ? await asIfStarted(ctx, found, input) : found;
    const number = await chooseNumber(ctx, row.numberId);
    const audience = await readAudience(ctx, row);
    const sample = await sampleAudience(ctx, row, {
      template: parseTemplate(row.template),
      audience,
    });
    // A draft without a text has one fault, not one per recipient.
    if (row.template.trim() === '') sample.problems.clear();
    const preview = {
      ...combine(audience, sample, number),
      excluded: await excludedBy(ctx, audience, sample),
      ...(await foresee(ctx, row, { audience, sample })),
    };
    return { ...preview, ...(await launchNotices(ctx, row, preview)) };
  });
}

async function asIfStarted(
  ctx: TxContext,
  found: CampaignRow,
  { when }: PreviewCampaign,
): Promise<CampaignRow> {
  const row = { ...found, simulated: await sendsSimulated(ctx, found.numberId) };
  return when === undefined ? row : { ...row, status: 'scheduled', ...(await scheduleOf(ctx, row, when)) };
}

function combine(
  { matched, recipients: allowed }: Audience,
  sample: AudienceSample,
  number: NumberRow | undefined,
): Omit<CampaignPreview, 'blockers' | 'warnings' | 'excluded' | keyof Foreseen> {
  const unsendable = [...sample.problems.values()].reduce((sum, count) => sum + Math.round(count), 0);
  const parts = Math.round(sample.parts);
  return {
    matched,
    recipients: allowed - unsendable,
    parts,
    partsPerMessage: [...sample.partsPerMessage]
      .toSorted(([a], [b]) => a - b)
      .map(([perMessage, messages]) => ({ parts: perMessage, messages: Math.round(messages) })),
    costMicros: Math.round(sample.costMicros),
    exact: sample.sampled === allowed,
    sampled: sample.sampled,
    footer: {
      withOptOut: {
        recipients: Math.round(sample.withOptOut.recipients),
        parts: Math.round(sample.withOptOut.parts),
      },
      withoutOptOut: {
        recipients: allowed - unsendable - Math.round(sample.withOptOut.recipients),
        parts: parts - Math.round(sample.withOptOut.parts),
      },
    },
    emptyFields: [...sample.emptyFields].map(([field, count]) => ({ field, count: Math.round(count) })),
    samples: sample.samples,
    fields: sample.fields,
    unknownFields: sample.unknownFields,
    number:
      number === undefined
        ? null
        : { id: number.id, phone: number.phone, type: number.type, rateParts: number.rateParts },
  };
}
