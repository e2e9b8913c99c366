'use client';

import type { ShippedRule } from '@sms-crm/contracts/opt-outs';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useResource } from '../api/use-resource.ts';
import { formatCountOf } from '../format/numbers.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { rulesKey, ruleList } from './resources.ts';
import { verdictWords } from './review-words.ts';

/** The rules that come with the product, with their words on request. */
export function ShippedRules() {
  const { data } = useResource(ruleList);
  if (!data) return null;
  return (
    <Card title="Rules that come with the product">
      <ul className="flex flex-col divide-y divide-line">
        {data.shipped.map((rule) => (
          <li
            key={rule.key}
            className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 flex-1 basis-72">
              <p className="text-sm font-medium">{rule.name}</p>
              <p className="text-xs text-soft">
                {verdictWords[rule.verdict]}. {rule.source}.
              </p>
              <Phrases rule={rule} />
            </div>
            <Switch rule={rule} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Phrases({ rule }: { rule: ShippedRule }) {
  return (
    <details className="mt-1 text-xs text-soft">
      <summary className="cursor-pointer">{formatCountOf(rule.phrases.length, 'phrase')}</summary>
      <ul className="mt-1 list-disc pl-5 [overflow-wrap:anywhere]">
        {rule.phrases.map((phrase) => (
          <li key={phrase}>{phrase}</li>
        ))}
      </ul>
    </details>
  );
}

const fixed = 'The law asks to obey these words, so this rule stays on. Add a rule of your own beside it.';

function Switch({ rule }: { rule: ShippedRule }) {
  const missing = useRefusal('opt-outs:write');
  const verb = rule.enabled ? 'Pause' : 'Switch on';
  const toggle = useAction({
    run: () =>
      api(`/v1/opt-out-rules/shipped/${rule.key}`, noAnswer, {
        method: 'PUT',
        body: { enabled: !rule.enabled },
      }),
    refresh: [rulesKey],
    done: rule.enabled ? `“${rule.name}” rests.` : `“${rule.name}” holds again.`,
  });
  return (
    <ActionButton
      size="xs"
      variant="default"
      aria-label={`${verb} ${rule.name}`}
      refusal={rule.required ? fixed : missing}
      loading={toggle.isPending}
      onClick={() => toggle.mutate()}
    >
      {verb}
    </ActionButton>
  );
}
