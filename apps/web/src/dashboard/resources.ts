import { campaignPage, type CampaignStatus } from '@sms-crm/contracts/campaigns';
import { overview } from '@sms-crm/contracts/session';
import { resource } from '../api/resource.ts';

/** Most campaigns of one status shown on the dashboard. */
const maxShown = 5;

export const runningStatuses = ['launching', 'sending', 'paused'] as const satisfies CampaignStatus[];

/** The default span of the API: the last 30 days. */
export const lastDays = resource('/v1/reports/overview', overview);

export const runningCampaigns = (status: CampaignStatus) =>
  resource('/v1/campaigns', campaignPage, { status, limit: maxShown });
