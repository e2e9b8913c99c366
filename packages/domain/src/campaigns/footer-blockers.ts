import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import type { CampaignRow } from './campaign-row.ts';
import { namesBrand, saysOptOut } from './footer.ts';

/** What a marketing text leaves out of its footer without anybody's word that it may. */
export function footerBlockers(row: CampaignRow, brandName: string): LaunchNotice[] {
  if (row.kind !== 'campaign-marketing' || row.footerWaivedBy !== null) return [];
  const found: (LaunchNotice | false)[] = [
    !row.addBrand &&
      !namesBrand(row.template, brandName) && {
        code: 'brand_left_out',
        detail: 'The text does not say who sends it.',
        fix: `Name ${brandName} in the text, or let the brand be added; only who may waive the footer can launch without.`,
      },
    !row.addOptOut &&
      !saysOptOut(row.template) && {
        code: 'opt_out_left_out',
        detail: 'The text does not say how to opt out.',
        fix: 'Add “Reply STOP to opt out”, or let it be added; only who may waive the footer can launch without.',
      },
  ];
  return found.filter((notice) => notice !== false);
}
