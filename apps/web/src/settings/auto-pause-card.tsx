'use client';

import { TextInput } from '@mantine/core';
import type { AutoPause, AutoPauseSetting } from '@sms-crm/contracts/auto-pause';
import {
  autoPause,
  autoPauseLeast,
  autoPauseLimits,
  autoPauseSetting,
  autoPauseWindow,
} from '@sms-crm/contracts/auto-pause';
import { api } from '../api/api.ts';
import { resource } from '../api/resource.ts';
import { useAction } from '../api/use-action.ts';
import { useResource } from '../api/use-resource.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';

const current = resource('/v1/auto-pause', autoPause);

/** At which shares a campaign pauses by itself; an organisation may only be stricter. */
export function AutoPauseCard() {
  const { data, error, refetch } = useResource(current);
  return (
    <Card title="Campaigns pause by themselves">
      <p className="-mt-2 mb-4 text-sm text-soft">
        When, of the last {autoPauseWindow} results, this share is reached; never before {autoPauseLeast} are
        known. You may only be stricter; empty leaves the installation’s share.
      </p>
      {error && !data && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {data && <AutoPauseForm key={JSON.stringify(data.setting)} setting={data.setting} />}
    </Card>
  );
}

const shares = [
  { name: 'filtered', label: 'Filtered by carriers' },
  { name: 'undelivered', label: 'Not delivered' },
  { name: 'optOuts', label: 'Opt-outs' },
] as const;

function AutoPauseForm({ setting }: { setting: AutoPause['setting'] }) {
  const refusal = useRefusal('settings:write');
  const save = useAction({
    run: (body: AutoPauseSetting) => api('/v1/auto-pause', autoPause, { method: 'PUT', body }),
    refresh: [['v1', 'auto-pause']],
    done: 'These shares hold from now on.',
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      filtered: percentOf(setting.filtered),
      undelivered: percentOf(setting.undelivered),
      optOuts: percentOf(setting.optOuts),
    },
    schema: autoPauseSetting,
    toInput: (values) =>
      Object.fromEntries(Object.entries(values).map(([name, text]) => [name, shareOf(text)])),
    submit: (body) => save.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        {shares.map(({ name, label }) => (
          <TextInput
            key={name}
            label={label}
            placeholder={percentOf(autoPauseLimits[name])}
            rightSection={<span className="text-xs text-soft">%</span>}
            inputMode="decimal"
            readOnly={refusal !== undefined}
            {...form.getInputProps(name)}
          />
        ))}
      </div>
      <ActionButton type="submit" className="self-end" loading={busy} refusal={refusal}>
        Save shares
      </ActionButton>
    </form>
  );
}

const percent = 100;

function percentOf(share: number | null): string {
  return share === null ? '' : String(Number((share * percent).toFixed(4)));
}

function shareOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text.replace('%', '')) / percent;
}
