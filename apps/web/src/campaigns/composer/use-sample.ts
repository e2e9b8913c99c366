'use client';

import { useState } from 'react';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.tsx';
import { peopleOf } from '../resources.ts';
import type { DraftFields } from './draft-changes.ts';
import { withFooter } from './footer.ts';
import { offeredFields, valuesOf } from './merge-fields.ts';
import { renderDraft } from './template.ts';
import { useParts } from './use-parts.ts';

/** The draft as a real contact of its audience gets it, with the parts that text is billed as. */
export function useSample(fields: DraftFields) {
  const people = useResource(peopleOf(fields.audience)).data?.items ?? [];
  const [place, setPlace] = useState(0);
  const person = people[place % Math.max(people.length, 1)];
  const { sampleLink, tenant } = useSession();
  const text = renderDraft(fields.template, person ? valuesOf(person) : {}, sampleLink);
  const body = withFooter(text, fields, tenant.brandName);
  const parts = useParts(body).data;
  const step = (by: 1 | -1) => setPlace((place + by + people.length) % people.length);
  return {
    person,
    body,
    parts,
    offered: offeredFields(people),
    step: people.length > 1 ? step : undefined,
  };
}

export type Sample = ReturnType<typeof useSample>;
