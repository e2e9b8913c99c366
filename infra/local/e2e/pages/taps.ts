import { z } from 'zod';
import { segment } from '@sms-crm/contracts/segments';
import { waitUntil } from '../../src/wait-until.ts';
import type { ApiClient } from '../kit/client.ts';
import type { Lab } from '../kit/lab.ts';

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

const links = z.array(z.object({ code: z.string() })).min(1);

/** People and machines open links of a campaign, and its clickers become a segment. */
export async function tapLinks(
  { lab, api }: { lab: Lab; api: ApiClient },
  campaignId: string,
): Promise<void> {
  const { rows } = await lab.database.owner.query(
    'select code from short_links where campaign_id = $1 limit 4',
    [campaignId],
  );
  const codes = links.parse(rows);
  for (const { code } of codes) {
    for (const agent of [iPhone, 'WhatsApp/2.23.20.0']) {
      const headers = { 'user-agent': agent };
      await fetch(`${lab.addresses.shortener}/${code}`, { headers, redirect: 'manual' });
    }
  }
  await waitUntil(
    async () => {
      const { clicks } = await api.report(campaignId);
      if (clicks.all < codes.length * 2) throw new Error(`${clicks.all} clicks are in the report`);
    },
    { what: 'the clicks in the report', deadlineMs: 60_000 },
  );
  const filter = { type: 'clicked', campaignId };
  await api.call(segment, 'POST', '/segments', { name: 'Clicked the tasting', filter });
}
