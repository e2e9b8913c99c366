import { setTimeout as sleep } from 'node:timers/promises';
import { campaignReport } from '@sms-crm/contracts/campaigns';
import { addressesOf } from '@sms-crm/local/process-env';
import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';

/** How often the report is looked at, seldom enough to take little of what is measured, and how long at most for the last tap, ms. */
const lookMs = 250;
const deadlineMs = 120_000;

/** What the report said, and when. */
export type Looks = { at: number; clicks: number }[];

/** Clicks that the report of a campaign shows now. */
export async function clicksOf(
  installation: Installation,
  ground: Ground,
  campaignId: string,
): Promise<number> {
  const url = `${addressesOf(installation.setup.ports).api}/v1/campaigns/${campaignId}/report`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${ground.apiKey}` },
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`the report: ${response.status} ${await response.text()}`);
  return campaignReport.parse(await response.json()).clicks.all;
}

/** Looks at the report until it shows as many clicks as there are in the end. */
export async function watchReport(ask: () => Promise<number>, inTheEnd: Promise<number>): Promise<Looks> {
  const looks: Looks = [];
  const all = { clicks: Number.POSITIVE_INFINITY, endsAt: Number.POSITIVE_INFINITY };
  const known = inTheEnd.then((clicks) => {
    all.clicks = clicks;
    all.endsAt = performance.now() + deadlineMs;
  });
  for (;;) {
    const clicks = await ask();
    looks.push({ at: Date.now(), clicks });
    if (clicks >= all.clicks) break;
    if (performance.now() > all.endsAt) throw new Error(`the report shows ${clicks} of ${all.clicks} clicks`);
    await sleep(lookMs);
  }
  await known;
  return looks;
}

/**
 * The longest time from a tap until the report showed it, s.
 *
 * @param progress when how many taps had been taken
 * @param looks when how many the report showed, `before` of them from earlier
 */
export function longestLag(
  progress: readonly (readonly [number, number])[],
  looks: Looks,
  before: number,
): number {
  let longest = 0;
  for (const [at, taken] of progress) {
    const seen = looks.find((look) => look.clicks - before >= taken);
    if (seen !== undefined) longest = Math.max(longest, seen.at - at);
  }
  return longest / 1_000;
}
