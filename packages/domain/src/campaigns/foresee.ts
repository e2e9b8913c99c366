import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import type { TxContext } from '../context/context.ts';
import { campaignFinish, windowReader, type WaitingTexts } from '../finish/campaign-finish.ts';
import { heldByLaw } from '../finish/held-by-law.ts';
import type { CampaignRow } from './campaign-row.ts';
import { localStart } from './quiet-groups.ts';
import { openingsFrom, type HoursWait } from './openings-from.ts';
import type { Audience } from './read-audience.ts';
import type { AudienceSample } from './sample-audience.ts';

export type Foreseen = Pick<CampaignPreview, 'openings' | 'startsAt' | 'finish' | 'durationSeconds'>;

/** When a campaign would start, who would wait until when, and when it would be done. */
export async function foresee(
  ctx: TxContext,
  row: CampaignRow,
  { audience, sample }: { audience: Audience; sample: AudienceSample },
): Promise<Foreseen> {
  const now = ctx.services.clock.now();
  const startsAt =
    row.status === 'scheduled' && row.scheduledAt !== null && row.scheduledAt > now ? row.scheduledAt : now;
  const partMicros = sample.parts === 0 ? 0 : sample.costMicros / sample.parts;
  const waiting = audience.groups.flatMap(({ numberId, key, count }): WaitingTexts[] =>
    numberId === null
      ? []
      : [{ numberId, key, startAt: key === null ? null : localStart(row, key), count, partMicros }],
  );
  const partsEach = sample.parts === 0 ? 1 : sample.parts / audience.recipients;
  const held = await heldByLaw(ctx, row, waiting);
  const finish = await campaignFinish(ctx, row, { waiting: held, partsEach, startsAt });
  const lasts = finish.at === null ? 0 : Date.parse(finish.at) - startsAt.getTime();
  return {
    openings: await openingsOf(ctx, row, { waiting, startsAt }),
    startsAt: startsAt.toISOString(),
    finish,
    durationSeconds: Math.max(0, Math.ceil(lasts / 1_000)),
  };
}

async function openingsOf(
  ctx: TxContext,
  row: CampaignRow,
  { waiting, startsAt }: { waiting: readonly WaitingTexts[]; startsAt: Date },
): Promise<CampaignPreview['openings']> {
  const windowsOf = await windowReader(ctx, row);
  const waits: HoursWait[] = [];
  for (const { key, startAt, count } of waiting) {
    const from = Math.max(startsAt.getTime(), startAt?.getTime() ?? 0);
    const window = windowsOf(key)(from);
    if (window === null) continue;
    const opens = Math.max(window.opens, from);
    if (opens > startsAt.getTime()) waits.push({ until: opens, isQuiet: opens > from, count });
  }
  return openingsFrom(waits);
}
