import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import { campaign } from '@sms-crm/contracts/campaigns';
import { api, noAnswer } from '../api/api.ts';

export type CampaignMove = 'pause' | 'resume' | 'cancel';

const possible: Record<CampaignMove, readonly CampaignStatus[]> = {
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['scheduled', 'launching', 'sending', 'paused'],
};

/** Whether a move makes sense from a state; the API has the last word. */
export function canMove(move: CampaignMove, from: CampaignStatus): boolean {
  return possible[move].includes(from);
}

export function moveCampaign(id: string, move: CampaignMove) {
  return api(`/v1/campaigns/${id}/${move}`, campaign, { method: 'POST', body: {} });
}

export function deleteDraft(id: string) {
  return api(`/v1/campaigns/${id}`, noAnswer, { method: 'DELETE' });
}
