import type { Campaign, CampaignFinish, CampaignPreview } from '@sms-crm/contracts/campaigns';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { formatClock, formatMoment } from '../format/times.ts';

/** From half a day on, a time of day alone could be of today or tomorrow; milliseconds. */
const clockOnlyMs = 12 * 3_600_000;

/** When the last text is handed over: `2:10 PM EST`, with the day where it is not near `nowMs`. */
export function finishWords(finish: CampaignFinish, timeZone: string, nowMs: number): string {
  if (finish.at === null) return 'Cannot be foreseen';
  const near = Date.parse(finish.at) - nowMs < clockOnlyMs;
  return (near ? formatClock : formatMoment)(finish.at, timeZone);
}

type Limits = Pick<Campaign, 'endsAt' | 'overBudget'>;

/** Who will not be reached before the end or by the budget; undefined when everyone is. */
export function unreachedWords({ unreached }: CampaignFinish, limits: Limits): string | undefined {
  if (unreached === 0) return undefined;
  return `${formatCountOf(unreached, 'person', 'people')} will not be reached: ${causeOf(limits)}.`;
}

/** How many get a text, and in the same breath how many do not and why. */
export function reachWords(
  { recipients, finish }: Pick<CampaignPreview, 'recipients' | 'finish'>,
  limits: Limits,
): { reached: number; words: string; missed: string | undefined } {
  const reached = Math.max(0, recipients - finish.unreached);
  if (reached === recipients) {
    return {
      reached,
      words: `${recipients === 1 ? 'person gets' : 'people get'} this text`,
      missed: undefined,
    };
  }
  const missed = recipients - reached;
  return {
    reached,
    words: `of ${formatCountOf(recipients, 'person', 'people')} get this text`,
    missed: `${formatCount(missed)} ${missed === 1 ? 'does' : 'do'} not: ${causeOf(limits)}`,
  };
}

function causeOf({ endsAt, overBudget }: Limits): string {
  const budget = 'the budget does not allow it';
  if (endsAt === null) return budget;
  return overBudget === 'wait' ? 'the campaign ends first' : `it ends first, or ${budget}`;
}
