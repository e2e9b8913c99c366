import {
  clickDelays,
  clickDevices,
  clickVerdicts,
  clickVerdictWords,
  isMachine,
  type ClickReport,
} from '@sms-crm/contracts/clicks';
import { allClicks, countOf, sumOf, type Counts } from '../campaigns/totals.ts';

type Link = { id: string; url: string };

/** Everything a report says about clicks, from counters alone. `delivered` are the texts the carrier says arrived. */
export function clickReport(
  counts: Counts | undefined,
  { links, delivered }: { links: readonly Link[]; delivered: number },
): ClickReport {
  const recipients = sumOf(counts, 'click-recipient');
  const human = sumOf(counts, 'click-human');
  return {
    human,
    bot: sumOf(counts, 'click-bot'),
    duplicate: sumOf(counts, 'click-duplicate'),
    all: allClicks(counts),
    recipients,
    repeats: human - recipients,
    clickThrough: delivered === 0 ? null : recipients / delivered,
    links: links.map((link) => linkReport(counts, link)),
    reasons: clickVerdicts
      .filter((verdict) => isMachine(verdict))
      .map((verdict) => ({
        verdict,
        words: clickVerdictWords[verdict],
        count: countOf(counts, 'click-reason', verdict),
      }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count),
    devices: clickDevices
      .map((device) => ({ device, count: countOf(counts, 'click-device', device) }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count),
    countries: [...(counts?.get('click-country') ?? [])]
      .map(([country, count]) => ({ country: country === '' ? null : country, count }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count),
    delays: clickDelays.map(({ name }) => ({ within: name, count: countOf(counts, 'click-delay', name) })),
    medianDelay: medianOf(counts),
  };
}

function linkReport(counts: Counts | undefined, { id, url }: Link): ClickReport['links'][number] {
  const human = countOf(counts, 'click-human', id);
  const bot = countOf(counts, 'click-bot', id);
  const duplicate = countOf(counts, 'click-duplicate', id);
  return { id, url, human, bot, duplicate, all: human + bot + duplicate };
}

/** The span in which half of the recipients who clicked had done so. */
function medianOf(counts: Counts | undefined): ClickReport['medianDelay'] {
  const total = sumOf(counts, 'click-delay');
  let reached = 0;
  for (const { name } of clickDelays) {
    reached += countOf(counts, 'click-delay', name);
    if (total > 0 && reached * 2 >= total) return name;
  }
  return null;
}
