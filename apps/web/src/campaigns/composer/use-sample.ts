'use client';

import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { useState } from 'react';
import { useSession } from '../../session/session-context.tsx';
import type { DraftFields } from './draft-changes.ts';
import { withFooter } from './footer.ts';
import { offeredFields } from './merge-fields.ts';
import { renderDraft } from './template.ts';
import { useParts } from './use-parts.ts';

/** The draft as one of its recipients gets it, with the parts that text is billed as. */
export function useSample(fields: DraftFields, preview: CampaignPreview | undefined) {
  const people = preview?.samples ?? [];
  const [place, setPlace] = useState(0);
  const person = people[place % Math.max(people.length, 1)];
  const { sampleLink, tenant } = useSession();
  const text = renderDraft(fields.template, person?.values ?? {}, sampleLink);
  const body = withFooter(text, fields, tenant.brandName);
  const parts = useParts(body).data;
  const step = (by: 1 | -1) => setPlace((place + by + people.length) % people.length);
  return {
    person,
    body,
    parts,
    offered: offeredFields(preview?.fields ?? []),
    step: people.length > 1 ? step : undefined,
  };
}

export type Sample = ReturnType<typeof useSample>;
