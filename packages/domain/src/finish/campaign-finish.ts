import { finishReasonWords, waitReasonWords, type WaitReason } from '@sms-crm/contracts/reasons';
import type { CampaignFinish } from '@sms-crm/contracts/campaigns';
import { gateApplies } from '@sms-crm/contracts/gates';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { TxContext } from '../context/context.ts';
import { recipientWindows, type RecipientWindows } from '../quiet-hours/recipient-windows.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { estimateFinish, type TextGroup } from './estimate.ts';
import { readCapacity } from './read-capacity.ts';

/** Texts that wait: of one number, to people of one quiet key. */
export type WaitingTexts = {
  numberId: string;
  key: string | null;
  startAt: Date | null;
  count: number;
  /** Why they start only then. */
  startsFor?: WaitReason;
  /** What a part to these people costs. */
  partMicros: number;
};

/**
 * When the last of some texts of a campaign will be handed over, and what that depends on most. Other campaigns on the same numbers
 * make it later; that is not foreseen.
 *
 * @param partsEach average parts of a text
 */
export async function campaignFinish(
  ctx: TxContext,
  row: CampaignRow,
  input: { waiting: readonly WaitingTexts[]; partsEach: number; startsAt: Date },
): Promise<CampaignFinish> {
  const numberIds = [...new Set(input.waiting.map(({ numberId }) => numberId))];
  const capacity = await readCapacity(ctx, { numberIds, simulated: row.simulated });
  const windowsOf = await windowReader(ctx, row);
  const groups = input.waiting.map(({ numberId, key, startAt, count, startsFor, partMicros }): TextGroup => ({
    numberId,
    startsFor: startsFor ?? 'quiet_hours',
    windowAt: windowsOf(key),
    startAt: Math.max(startAt?.getTime() ?? 0, input.startsAt.getTime()),
    parts: count * input.partsEach,
    micros: count * input.partsEach * partMicros,
    partsEach: input.partsEach,
  }));
  const finish = estimateFinish({
    groups,
    capacity,
    startsAt: input.startsAt.getTime(),
    endsAt: row.endsAt?.getTime() ?? null,
    overBudget: row.overBudget,
  });
  return {
    at: finish.at === null ? null : new Date(finish.at).toISOString(),
    binds: finish.binds,
    words: finish.binds === null ? null : finishReasonWords[finish.binds],
    unreached: Math.round(finish.unsentParts / input.partsEach),
  };
}

/** A finish that waits for a person. */
export function noFinish(binds: WaitReason): CampaignFinish {
  return { at: null, binds, words: waitReasonWords[binds], unreached: 0 };
}

type Windows = TextGroup['windowAt'];

const always: Windows = () => ({ opens: Number.NEGATIVE_INFINITY, closes: Number.POSITIVE_INFINITY });

/** The lawful hours of each quiet key for the texts of a campaign, as instants in ms. */
export async function windowReader(
  ctx: TxContext,
  row: CampaignRow,
): Promise<(key: string | null) => Windows> {
  if (!gateApplies['quiet-hours'][row.kind]) return () => always;
  const narrowing = readNarrowing(await tenantSettings(ctx));
  const scene = { clock: ctx.services.clock, narrowing, simulated: row.simulated };
  const known = new Map<string, Windows>();
  return (key) => {
    if (key === null) return always;
    const found = known.get(key) ?? remembering(recipientWindows(key, scene).windowAt);
    known.set(key, found);
    return found;
  };
}

/** Asks a calendar once for each of its windows: the groups of all numbers ask for the same ones. */
export function remembering(windowAt: RecipientWindows['windowAt']): Windows {
  let asked = Number.POSITIVE_INFINITY;
  let last: ReturnType<Windows> = null;
  return (at) => {
    if (at >= asked && last !== null && at < last.closes) return last;
    const span = windowAt(new Date(at));
    asked = at;
    last = span === null ? null : { opens: span.opensAt.getTime(), closes: span.closesAt.getTime() };
    return last;
  };
}
