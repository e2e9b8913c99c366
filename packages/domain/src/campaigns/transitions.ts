import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import { DomainError } from '../context/errors.ts';

/** What can be done to a campaign, from which states, and where it leads. */
export const campaignMoves = {
  schedule: { from: ['draft', 'scheduled'], to: 'scheduled' },
  unschedule: { from: ['scheduled'], to: 'draft' },
  launch: { from: ['draft', 'scheduled'], to: 'launching' },
  start: { from: ['launching'], to: 'sending' },
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  cancel: { from: ['launching', 'sending', 'paused'], to: 'canceled' },
  complete: { from: ['sending', 'paused'], to: 'completed' },
} as const satisfies Record<string, { from: readonly CampaignStatus[]; to: CampaignStatus }>;

export type CampaignMove = keyof typeof campaignMoves;

/** Whether a move is legal from a state. */
export function canMove(move: CampaignMove, from: CampaignStatus): boolean {
  const allowed: readonly CampaignStatus[] = campaignMoves[move].from;
  return allowed.includes(from);
}

/**
 * @returns the state the move leads to
 * @throws DomainError `wrong_state` saying from which states it is possible
 */
export function moveCampaign(move: CampaignMove, from: CampaignStatus): CampaignStatus {
  if (canMove(move, from)) return campaignMoves[move].to;
  throw new DomainError('wrong_state', {
    detail: `A campaign that is ${from} cannot be ${participles[move]}; that is possible while it is ${campaignMoves[move].from.join(' or ')}.`,
  });
}

const participles: Record<CampaignMove, string> = {
  schedule: 'scheduled',
  unschedule: 'taken back from its schedule',
  launch: 'launched',
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'canceled',
  complete: 'completed',
};
