import type { CampaignPreview, LaunchNotice } from '@sms-crm/contracts/campaigns';
import { killBlockerCode, type KillScope } from '@sms-crm/contracts/kill-switch';
import type { TxContext } from '../context/context.ts';
import { findKill } from '../kill-switch/find-kill.ts';

/** The switch that would halt a campaign at once, with who can lift it where. */
export async function killBlockers(
  ctx: TxContext,
  { campaignId, number }: { campaignId: string; number: CampaignPreview['number'] },
): Promise<LaunchNotice[]> {
  const scope = await findKill(ctx, { campaignId, numberId: number?.id });
  if (scope === null) return [];
  return [{ code: killBlockerCode(scope), ...words[scope](number?.phone ?? '') }];
}

const words: Readonly<Record<KillScope, (phone: string) => Pick<LaunchNotice, 'detail' | 'fix'>>> = {
  platform: () => ({
    detail: 'The kill switch of the whole installation is on.',
    fix: 'Whoever runs this installation can lift it.',
  }),
  tenant: () => ({
    detail: 'The kill switch of your organisation is on.',
    fix: 'Lift it under Settings before launching.',
  }),
  campaign: () => ({
    detail: 'The kill switch of this campaign is on.',
    fix: 'Lift it on the page of the campaign before launching.',
  }),
  number: (phone) => ({
    detail: `The kill switch of the sending number ${phone} is on.`,
    fix: 'Lift it on the page of the number, or choose another number.',
  }),
};
