'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { usePreview } from '../campaigns/preview.ts';
import { Headline } from '../campaigns/review/headline.tsx';
import { ErrorBox } from '../ui/error-box.tsx';

/** Whom a scheduled campaign would reach, and for how much, as things stand now. */
export function Plan({ campaign }: { campaign: Campaign }) {
  const preview = usePreview(campaign);
  if (preview.error && !preview.data)
    return <ErrorBox error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return null;
  return <Headline campaign={campaign} preview={preview.data} at={preview.dataUpdatedAt} launch={null} />;
}
