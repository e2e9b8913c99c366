'use client';

import { TextInput } from '@mantine/core';
import { clickSettings, updateClickSettings } from '@sms-crm/contracts/clicks';
import type { ClickSettings, UpdateClickSettings } from '@sms-crm/contracts/clicks';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { clickSettingsKey } from './click-settings-resource.ts';

const fields = [
  {
    name: 'tooEarlyMs',
    label: 'Too early for a person',
    about: 'A hit sooner than this after the text went out is a machine’s.',
    unit: 's',
  },
  {
    name: 'burstTexts',
    label: 'A burst: this many texts',
    about: 'So many people’s links opened from one network …',
    unit: '',
  },
  { name: 'burstMs', label: 'within', about: '… in this time are a machine’s work.', unit: 's' },
  {
    name: 'duplicateMs',
    label: 'The same tap',
    about: 'The same link, address and browser again within this time counts once.',
    unit: 's',
  },
] as const;

/** The figures by which clicks are judged; what is known of crawlers, previews and data centres needs no setting. */
export function ClickRulesCard({ settings }: { settings: ClickSettings }) {
  const refusal = useRefusal('links:write');
  const save = useAction({
    run: (body: UpdateClickSettings) => api('/v1/click-settings', clickSettings, { method: 'PUT', body }),
    refresh: [clickSettingsKey],
    done: ({ rules }) => `Clicks are judged by rules ${rules} from now on.`,
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      tooEarlyMs: secondsOf(settings.tooEarlyMs),
      burstTexts: String(settings.burstTexts),
      burstMs: secondsOf(settings.burstMs),
      duplicateMs: secondsOf(settings.duplicateMs),
    },
    schema: updateClickSettings,
    toInput: (values) => ({
      tooEarlyMs: msOf(values.tooEarlyMs),
      burstTexts: Number(values.burstTexts),
      burstMs: msOf(values.burstMs),
      duplicateMs: msOf(values.duplicateMs),
    }),
    submit: (body) => save.mutateAsync(body),
  });
  return (
    <Card
      title="Who counts as a person"
      aside={<span className="text-xs text-soft">Rules {settings.rules}</span>}
    >
      <p className="-mt-2 mb-4 text-sm text-soft">
        Previews of messengers, known crawlers, programs and data centres are told apart by themselves. These
        figures decide about the rest.
      </p>
      <form {...formProps} className="flex flex-col gap-4">
        <FormProblem problem={problem} />
        {fields.map(({ name, label, about, unit }) => (
          <TextInput
            key={name}
            label={label}
            description={about}
            rightSection={<span className="text-xs text-soft">{unit}</span>}
            inputMode="decimal"
            readOnly={refusal !== undefined}
            {...form.getInputProps(name)}
          />
        ))}
        <ActionButton type="submit" className="self-end" loading={busy} refusal={refusal}>
          Save rules
        </ActionButton>
      </form>
    </Card>
  );
}

const second = 1_000;

function secondsOf(ms: number): string {
  return String(ms / second);
}

function msOf(seconds: string): number {
  return seconds.trim() === '' ? Number.NaN : Math.round(Number(seconds) * second);
}
