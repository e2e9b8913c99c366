'use client';

import { reclassification } from '@sms-crm/contracts/clicks';
import type { ClickSettings, Reclassification } from '@sms-crm/contracts/clicks';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { formatCountOf } from '../format/numbers.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { clickSettingsKey } from './click-settings-resource.ts';

/** Has past clicks judged by the rules of now. */
export function JudgeAgainCard({ settings }: { settings: ClickSettings }) {
  const run = settings.lastReclassification;
  const start = useAction({
    run: () => api('/v1/click-reclassifications', reclassification, { method: 'POST', body: {} }),
    refresh: [clickSettingsKey],
  });
  return (
    <Card title="Past clicks">
      <p className="-mt-2 mb-4 text-sm text-soft">
        Clicks keep the verdict of the rules they came under. Judged again, those of all campaigns are as if
        these rules had always held, and the reports with them.
      </p>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <output className="text-sm">{run ? words(run) : 'They were never judged again.'}</output>
        <ActionButton
          variant="default"
          refusal={useRefusal('links:write')}
          loading={start.isPending || run?.finishedAt === null}
          onClick={() => start.mutate()}
        >
          Judge past clicks again
        </ActionButton>
      </div>
    </Card>
  );
}

function words({ done, changed, rules, finishedAt }: Reclassification): string {
  const how = `${formatCountOf(done, 'click')} judged by rules ${rules}, ${formatCountOf(changed, 'verdict')} changed`;
  return finishedAt === null ? `${how} so far` : `${how}.`;
}
