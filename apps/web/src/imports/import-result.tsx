'use client';

import type { ImportTotals, ImportView } from '@sms-crm/contracts/imports';
import { IconCircleCheck } from '@tabler/icons-react';
import { NewCampaignButton } from '../campaigns/new-campaign-button.tsx';
import { formatCountOf } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ImportFigures } from './import-figures.tsx';
import { ImportNotices } from './import-notices.tsx';
import { MissingConsent } from './missing-consent.tsx';
import { RejectedRows } from './rejected-rows.tsx';

/** What became of the file, and the next step. */
export function ImportResult({ view, totals }: { view: ImportView; totals: ImportTotals }) {
  const unknown = totals.accepted - totals.withConsent;
  const tag = view.settings?.tags[0];
  const audience = tag ? ({ type: 'tag', tag } as const) : ({ type: 'all' } as const);
  const here = tag ? `/contacts?tag=${encodeURIComponent(tag)}` : '/contacts';
  return (
    <div className="flex flex-col gap-5">
      <Card>
        <h2 className="mb-5 flex items-center gap-2 text-lg font-semibold">
          <IconCircleCheck size={24} stroke={1.7} aria-hidden className="text-good" />
          {formatCountOf(totals.accepted, 'contact')} imported
        </h2>
        <ImportFigures totals={totals} over />
        <ImportNotices totals={totals} />
        {unknown > 0 && <MissingConsent view={view} unknown={unknown} />}
        <div className="mt-6 flex flex-wrap justify-end gap-2 border-t border-line pt-5">
          <LinkButton href={here} variant="default">
            Show the contacts
          </LinkButton>
          <NewCampaignButton audience={audience}>Write a campaign to these contacts</NewCampaignButton>
        </div>
      </Card>
      <RejectedRows view={view} totals={totals} />
    </div>
  );
}
