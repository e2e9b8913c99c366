'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { suppressionSpec } from '@sms-crm/contracts/suppression';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { asApiError } from '../api/api-error.ts';
import { formatCount, formatCountOf, formatShare } from '../format/numbers.ts';
import { previewRule, rulesKey } from './resources.ts';
import type { RuleValues } from './rule-values.ts';
import { toSpec } from './rule-values.ts';

const typingPauseMs = 300;

/** How many contacts the rule would leave out now, while it is written. */
export function PreviewCount({ values }: { values: RuleValues }) {
  const [text] = useDebouncedValue(JSON.stringify(toSpec(values)), typingPauseMs);
  const spec = suppressionSpec.safeParse(JSON.parse(text)).data;
  const preview = useQuery({
    queryKey: [...rulesKey, 'preview', text],
    queryFn: ({ signal }) => (spec ? previewRule(spec, signal) : null),
    enabled: spec !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <output aria-live="polite" className="block rounded-md bg-sunken px-3.5 py-2.5 text-sm">
      {spec ? words(preview) : 'Fill in the rule to see whom it leaves out.'}
    </output>
  );
}

function words(preview: {
  data: { leftOut: number; contacts: number } | null | undefined;
  error: unknown;
}): string {
  if (preview.error) return asApiError(preview.error).message;
  if (!preview.data) return 'Counting…';
  const { leftOut, contacts } = preview.data;
  return `Now it leaves out ${formatCount(leftOut)} of ${formatCountOf(contacts, 'contact')} (${formatShare(leftOut, contacts)}). It holds for texts that wait already, too.`;
}
