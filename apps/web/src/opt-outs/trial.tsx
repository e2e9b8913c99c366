'use client';

import { useDebouncedValue } from '@mantine/hooks';
import type { RuleTrial } from '@sms-crm/contracts/opt-outs';
import { ruleSpec } from '@sms-crm/contracts/opt-outs';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { asApiError } from '../api/api-error.ts';
import { formatCount, formatCountOf, formatShare } from '../format/numbers.ts';
import { rulesKey, tryPhrases } from './resources.ts';

const typingPauseMs = 400;

/** Examples that leave the dialog its buttons on a small screen. */
const mostShown = 6;

/** What the words would have found in past replies, while they are written. */
export function Trial({ phrases }: { phrases: string[] }) {
  const [text] = useDebouncedValue(JSON.stringify(phrases), typingPauseMs);
  const spec = ruleSpec.shape.phrases.safeParse(JSON.parse(text)).data;
  const trial = useQuery({
    queryKey: [...rulesKey, 'try', text],
    queryFn: ({ signal }) => (spec ? tryPhrases(spec, signal) : null),
    enabled: spec !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="rounded-md bg-sunken px-3.5 py-2.5 text-sm">
      <output aria-live="polite" className="block">
        {spec ? words(trial) : 'Write the words to see what they would have found.'}
      </output>
      {spec && trial.data && <Examples trial={trial.data} />}
    </div>
  );
}

function words({ data, error }: { data: RuleTrial | null | undefined; error: unknown }): string {
  if (error) return asApiError(error).message;
  if (!data) return 'Reading past replies…';
  const { texts, found, knownAlready } = data;
  if (texts === 0) return 'Nobody has replied yet, so there is nothing to try it on.';
  const share = `${formatCount(found)} of the last ${formatCountOf(texts, 'reply', 'replies')} (${formatShare(found, texts)})`;
  return `It finds ${share}; ${formatCount(knownAlready)} of them other rules find already.`;
}

function Examples({ trial }: { trial: RuleTrial }) {
  if (trial.examples.length === 0) return null;
  return (
    <ul aria-label="Replies it finds" className="mt-2 flex flex-col gap-1 text-xs text-soft">
      {trial.examples.slice(0, mostShown).map(({ messageId, body, knownAlready }) => (
        <li key={messageId} className="[overflow-wrap:anywhere]">
          “{body}”{knownAlready && ' – found already'}
        </li>
      ))}
    </ul>
  );
}
