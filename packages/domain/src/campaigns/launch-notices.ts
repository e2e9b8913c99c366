import type { CampaignPreview, LaunchNotice } from '@sms-crm/contracts/campaigns';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import type { CampaignRow } from './campaign-row.ts';
import { closestName } from './closest-name.ts';
import { fieldProblem } from './field-problem.ts';
import { lengthNotices } from './length-notices.ts';
import { accountBlockers } from '../carrier-accounts/launch-blockers.ts';
import { footerBlockers } from './footer-blockers.ts';
import { linkBlockers, linkWarnings } from '../links/launch-notices.ts';
import { killBlockers } from './kill-blockers.ts';
import { singleBraces } from './single-braces.ts';
import { stopWarnings } from './stop-warnings.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { parseTemplate } from './template.ts';

const waysOut: Partial<Record<SkipReason, string>> = {
  consent_unknown: 'Record how these people agreed, or choose another audience.',
  body_too_long: 'Shorten the text.',
  empty_body: 'Write text beside the merge fields, or give them fallbacks.',
  unsafe_link: 'Change the link.',
};

/** What prevents a launch and what a careful person would look at first, each with its fix. */
export async function launchNotices(
  ctx: TxContext,
  row: CampaignRow,
  preview: Omit<CampaignPreview, 'blockers' | 'warnings'>,
): Promise<{ blockers: LaunchNotice[]; warnings: LaunchNotice[] }> {
  const now = ctx.services.clock.now();
  const { brandName } = await tenantSettings(ctx);
  return {
    blockers: [
      ...blockersOf(row, preview, { now, brandName }),
      ...(await killBlockers(ctx, { campaignId: row.id, number: preview.number })),
      ...(await accountBlockers(ctx, preview.number?.id ?? null)),
      ...(await linkBlockers(ctx, row)),
    ],
    warnings: [
      ...(await stopWarnings(ctx, preview.number?.id ?? null)),
      ...warningsOf(row.template, preview),
      ...(await linkWarnings(ctx, row, preview.recipients)),
    ],
  };
}

function blockersOf(
  row: CampaignRow,
  preview: Omit<CampaignPreview, 'blockers' | 'warnings'>,
  { now, brandName }: { now: Date; brandName: string },
): LaunchNotice[] {
  const problem = fieldProblem(row.template);
  const found: (LaunchNotice | false)[] = [
    row.status !== 'draft' &&
      row.status !== 'scheduled' && {
        code: 'not_a_draft',
        detail: `This campaign is ${row.status} already.`,
        fix: 'Make a new campaign to send again.',
      },
    row.template.trim() === '' && {
      code: 'empty_template',
      detail: 'The campaign has no text.',
      fix: 'Write the text.',
    },
    problem !== undefined && { code: 'broken_merge_field', ...problem },
    ...unknownFieldNotices(preview, gaps(row.template)),
    preview.number === null && {
      code: 'no_number',
      detail: 'There is no number to send from.',
      fix: 'Choose a sending number for this campaign.',
    },
    preview.matched === 0 && {
      code: 'empty_audience',
      detail: 'No contact belongs to this audience.',
      fix: 'Import contacts or choose another audience.',
    },
    preview.matched > 0 &&
      preview.recipients === 0 && {
        code: 'everyone_excluded',
        detail: 'Everyone in this audience is excluded.',
        fix: wayOut(preview.excluded),
      },
    row.endsAt !== null &&
      row.endsAt <= now && {
        code: 'ended',
        detail: 'The end of this campaign has passed.',
        fix: 'Choose a later end, or none.',
      },
    ...footerBlockers(row, brandName),
  ];
  return found.filter((notice) => notice !== false);
}

function warningsOf(
  template: string,
  preview: Omit<CampaignPreview, 'blockers' | 'warnings'>,
): LaunchNotice[] {
  const unknown = preview.excluded.find(({ reason }) => reason === 'consent_unknown')?.count ?? 0;
  const found: (LaunchNotice | false)[] = [
    ...unknownFieldNotices(preview, without(preview.unknownFields, gaps(template))),
    ...singleBraces(template, preview.fields).map(({ written, field }) => ({
      code: 'single_braces',
      detail: `“${written}” is sent as it is written: a merge field has two braces on each side.`,
      fix: `Write {{${field}}}, or {{${field}|there}} with words for those who have none.`,
    })),
    ...preview.emptyFields
      .filter(({ field }) => !preview.unknownFields.includes(field))
      .map(({ field, count }) => ({
        code: 'empty_field',
        detail: `{{${field}}} is empty for ${count} recipients.`,
        fix: `Give it a fallback: {{${field}|there}}.`,
      })),
    unknown > 0 && {
      code: 'consent_unknown',
      detail: `For ${unknown} contacts there is no record that they agreed, so they are excluded.`,
      fix: 'Record how they agreed.',
    },
    ...lengthNotices(template, preview),
  ];
  return found.filter((notice) => notice !== false);
}

/** Fields that nobody has: where one has no fallback, everybody's text would have a gap, so it prevents the launch. */
function unknownFieldNotices(
  { unknownFields, fields }: Pick<CampaignPreview, 'unknownFields' | 'fields'>,
  among: readonly string[],
): LaunchNotice[] {
  return unknownFields
    .filter((field) => among.includes(field))
    .map((field) => ({
      code: 'unknown_field',
      detail: [`No recipient has a field “${field}”.`, meant(field, fields)].join(' ').trim(),
      fix: `These fields can be used: ${fields.join(', ')}.`,
    }));
}

/** The fields that somewhere in a template have no fallback. */
function gaps(template: string): string[] {
  const pieces = parseTemplate(template).pieces.flatMap((piece) =>
    piece.type === 'link' ? piece.url : piece,
  );
  return pieces.flatMap((piece) => (piece.type === 'field' && piece.fallback === null ? [piece.field] : []));
}

function without(all: readonly string[], some: readonly string[]): string[] {
  return all.filter((one) => !some.includes(one));
}

function meant(field: string, known: readonly string[]): string {
  const name = closestName(field, known);
  return name === undefined ? '' : `Did you mean “${name}”?`;
}

/** What helps against the reason that leaves out most. */
function wayOut(excluded: CampaignPreview['excluded']): string {
  const [main] = excluded.toSorted((one, other) => other.count - one.count);
  return (main && waysOut[main.reason]) ?? 'Look at the reason of each group, or choose another audience.';
}
