import type { Campaign } from '@sms-crm/contracts/campaigns';
import { notFound } from 'next/navigation';
import { asApiError } from '../api/api-error.ts';
import { serverApi } from '../server/server-api.ts';
import { oneCampaign } from './resources.ts';

/** The campaign of a page's address, on the server. What else goes wrong is told by the page, which asks again. */
export async function readCampaign(id: string): Promise<Campaign | undefined> {
  try {
    return await serverApi(oneCampaign(id));
  } catch (error) {
    const { code } = asApiError(error);
    if (code === 'not_found' || code === 'invalid_input') notFound();
    return undefined;
  }
}
