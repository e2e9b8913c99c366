import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import type { CampaignRow } from './campaign-row.ts';
import { namesBrand, saysOptOut } from './footer.ts';
import { parseTemplate } from './template.ts';

/** What no brand contains, and what makes a word beside it another word: a field may continue it. */
const noText = '\u0000';
const wordPart = '_';

/** What a marketing text leaves out of its footer without anybody's word that it may. */
export function footerBlockers(row: CampaignRow, brandName: string): LaunchNotice[] {
  if (row.kind !== 'campaign-marketing' || row.footerWaivedBy !== null) return [];
  const found: (LaunchNotice | false)[] = [
    !row.addBrand &&
      !namesBrand(wordsForAll(row.template, noText), brandName) && {
        code: 'brand_left_out',
        detail: 'The text does not say who sends it.',
        fix: `Name ${brandName} in the text, or let the brand be added; only who may waive the footer can launch without.`,
      },
    !row.addOptOut &&
      !saysOptOut(wordsForAll(row.template, wordPart)) && {
        code: 'opt_out_left_out',
        detail: 'The text does not say how to opt out.',
        fix: 'Add “Reply STOP to opt out”, or let it be added; only who may waive the footer can launch without.',
      },
  ];
  return found.filter((notice) => notice !== false);
}

/**
 * What every recipient reads: a merge field's fallback is for some only, and a link is sent as a short one.
 *
 * @param gap stands for these two
 */
function wordsForAll(template: string, gap: string): string {
  const { pieces } = parseTemplate(template);
  return pieces.map((piece) => (piece.type === 'text' ? piece.text : gap)).join('');
}
