import type { CampaignFinish } from '@sms-crm/contracts/campaigns';
import { formatCountOf } from '../format/numbers.ts';
import { formatClock, formatMoment } from '../format/times.ts';

/** From half a day on, a time of day alone could be of today or tomorrow; milliseconds. */
const clockOnlyMs = 12 * 3_600_000;

/** When the last text is handed over: `2:10 PM EST`, with the day where it is not near `nowMs`. */
export function finishWords(finish: CampaignFinish, timeZone: string, nowMs: number): string {
  if (finish.at === null) return 'Cannot be foreseen';
  const near = Date.parse(finish.at) - nowMs < clockOnlyMs;
  return (near ? formatClock : formatMoment)(finish.at, timeZone);
}

/** Who will not be reached before the end or by the budget; undefined when everyone is. */
export function unreachedWords({ unreached }: CampaignFinish): string | undefined {
  if (unreached === 0) return undefined;
  return `${formatCountOf(unreached, 'person', 'people')} will not be reached: it ends first, or the budget does not allow it.`;
}
