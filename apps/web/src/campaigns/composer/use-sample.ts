'use client';

import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { useState } from 'react';
import { useResource } from '../../api/use-resource.ts';
import { peopleOf } from '../resources.ts';
import type { DraftFields } from './draft-changes.ts';
import { offeredFields, valuesOf } from './merge-fields.ts';
import { hasLink, renderDraft } from './template.ts';
import { useParts } from './use-parts.ts';

/** As long as a real short link, until the server's first sample shows one. */
const standIn = 'https://link.example/XXXXXXXXXX';

const shortLinkPattern = /https?:\/\/\S+\/\w{10}\b/;

/** The draft as a real contact of its audience gets it, with the parts that text is billed as. */
export function useSample(fields: DraftFields, preview: CampaignPreview | undefined) {
  const people = useResource(peopleOf(fields.audience)).data?.items ?? [];
  const [place, setPlace] = useState(0);
  const person = people[place % Math.max(people.length, 1)];
  const shown = preview?.samples.map((sample) => shortLinkPattern.exec(sample.body)?.[0]);
  const known = shown?.find((link) => link !== undefined);
  const shortLink = known ?? standIn;
  const body = renderDraft(fields.template, person ? valuesOf(person) : {}, shortLink);
  const parts = useParts(body).data;
  const step = (by: 1 | -1) => setPlace((place + by + people.length) % people.length);
  return {
    person,
    body,
    parts,
    /** The length is a guess: no preview has shown a short link of this product yet. */
    guessed: known === undefined && hasLink(fields.template),
    offered: offeredFields(people),
    step: people.length > 1 ? step : undefined,
  };
}

export type Sample = ReturnType<typeof useSample>;
