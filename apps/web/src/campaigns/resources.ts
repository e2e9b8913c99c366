import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import { campaign, campaignPage, campaignReport } from '@sms-crm/contracts/campaigns';
import { campaignMessagePage } from '@sms-crm/contracts/messages';
import { resource } from '../api/resource.ts';

/** All reads of campaigns; invalidating it refreshes every page of this section. */
export const campaignsKey = ['v1', 'campaigns'] as const;

const pageSize = 25;

export const campaignList = (query: { q: string; status: string; cursor: string }) =>
  resource('/v1/campaigns', campaignPage, { ...query, limit: pageSize });

export const oneCampaign = (id: string) => resource(`/v1/campaigns/${id}`, campaign);

export const reportOf = (id: string) => resource(`/v1/campaigns/${id}/report`, campaignReport);

export type MessageFilters = { status: string; reason: string; errorCode: string; linkId: string };

export const messagesOf = (id: string, query: MessageFilters & { cursor: string }) =>
  resource(`/v1/campaigns/${id}/messages`, campaignMessagePage, query);

const running: readonly CampaignStatus[] = ['launching', 'sending', 'paused'];

/** Whether a campaign's numbers still change by sending. */
export function isRunning(status: CampaignStatus): boolean {
  return running.includes(status);
}

/** Opening a draft goes to the composer, anything later to its report. */
export function campaignPath(item: { id: string; status: CampaignStatus }): string {
  return item.status === 'draft' ? `/campaigns/${item.id}` : `/campaigns/${item.id}/report`;
}
