import { eq } from 'drizzle-orm';
import type { Campaign, UpdateCampaign } from '@sms-crm/contracts/campaigns';
import { killSwitches } from '@sms-crm/db/tables/access';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { audienceOf, segmentNames } from './audience.ts';
import { readCounts, toTotals } from './totals.ts';

export type CampaignRow = typeof campaigns.$inferSelect;

/**
 * @throws DomainError `not_found`
 */
export async function findCampaign(ctx: TxContext, id: string, lock = false): Promise<CampaignRow> {
  const query = ctx.tx.db.select().from(campaigns).where(eq(campaigns.id, id));
  const [row] = lock ? await query.for('no key update') : await query;
  if (row === undefined) throw notFound('campaign');
  return row;
}

/** Completes campaign rows with their totals and kill switches: two queries for a page. */
export async function completeCampaigns(ctx: TxContext, rows: readonly CampaignRow[]): Promise<Campaign[]> {
  const counts = await readCounts(
    ctx,
    rows.map((row) => row.id),
  );
  const switches = await ctx.tx.db.select({ id: killSwitches.id }).from(killSwitches);
  const killed = new Set(switches.map((row) => row.id));
  const names = await segmentNames(ctx, rows);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    status: row.status,
    kind: row.kind,
    template: row.template,
    audience: {
      ...audienceOf(row),
      ...(row.segmentId === null ? {} : { name: names.get(row.segmentId) ?? '' }),
    },
    numberId: row.numberId,
    killSwitchOn: killed.has(row.id),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    scheduleLocal: row.scheduleLocal,
    endsAt: row.endsAt?.toISOString() ?? null,
    overBudget: row.overBudget,
    addBrand: row.addBrand,
    addOptOut: row.addOptOut,
    linkCodes: row.linkCodes,
    addUtm: row.addUtm,
    linkDays: row.linkDays,
    footerWaivedBy: row.footerWaivedBy,
    pauseDetail: row.pauseDetail,
    totals: toTotals(counts.get(row.id)),
  }));
}

/** One campaign as the API shows it. */
export async function completeCampaign(ctx: TxContext, row: CampaignRow): Promise<Campaign> {
  const [campaign] = await completeCampaigns(ctx, [row]);
  if (campaign === undefined) throw notFound('campaign');
  return campaign;
}

type Options = Pick<
  UpdateCampaign,
  'endsAt' | 'overBudget' | 'addBrand' | 'addOptOut' | 'linkCodes' | 'addUtm' | 'linkDays'
>;

/** The columns of the options of a send; those not given are left alone. */
export function optionColumns(options: Options): Partial<Pick<CampaignRow, keyof Options>> {
  const { endsAt, overBudget, addBrand, addOptOut, linkCodes, addUtm, linkDays } = options;
  return {
    ...(endsAt === undefined ? {} : { endsAt: endsAt === null ? null : new Date(endsAt) }),
    ...(overBudget === undefined ? {} : { overBudget }),
    ...(addBrand === undefined ? {} : { addBrand }),
    ...(addOptOut === undefined ? {} : { addOptOut }),
    ...(linkCodes === undefined ? {} : { linkCodes }),
    ...(addUtm === undefined ? {} : { addUtm }),
    ...(linkDays === undefined ? {} : { linkDays }),
  };
}

/** Whether nobody changed it since somebody read it, who tells when it had been changed then; nothing told is no doubt. */
export function isAsRead({ updatedAt }: CampaignRow, readUpdatedAt: string | undefined): boolean {
  return readUpdatedAt === undefined || Date.parse(readUpdatedAt) === updatedAt.getTime();
}
