'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import type { NumberDetail, UpdateNumber } from '@sms-crm/contracts/numbers';
import { stopConfirmers, updateNumber } from '@sms-crm/contracts/numbers';
import { useResource } from '../api/use-resource.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { stopConfirmerWords } from './number-words.ts';
import { registrationList } from './resources.ts';
import { useNumberChange } from './use-number-change.ts';

const confirmers = stopConfirmers.map((value) => ({ value, label: stopConfirmerWords[value] }));

/** How fast it sends, who confirms a STOP, and the registration it belongs to. */
export function NumberSettings({ number }: { number: NumberDetail }) {
  const refusal = useRefusal('numbers:write');
  const registrations = useResource(registrationList).data?.items ?? [];
  const save = useNumberChange(number.id, 'The settings of the number were saved.', { errors: 'form' });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      rateParts: String(number.rateParts),
      stopConfirmer: number.stopConfirmer,
      registrationId: number.registration?.id ?? '',
    },
    schema: updateNumber,
    toInput: ({ rateParts, stopConfirmer, registrationId }) => ({
      rateParts: rateParts.trim() === '' ? Number.NaN : Number(rateParts),
      stopConfirmer,
      registrationId: registrationId || null,
    }),
    submit: (body: UpdateNumber) => save.mutateAsync(body),
  });
  const disabled = refusal !== undefined;
  return (
    <Card title="Settings">
      <form {...formProps} className="flex flex-col gap-4">
        <FormProblem problem={problem} />
        <TextInput
          label="Parts a second"
          description={`Carriers take at most ${number.mostRateParts} from this type`}
          inputMode="decimal"
          readOnly={disabled}
          {...form.getInputProps('rateParts')}
        />
        <NativeSelect
          label="Who confirms a STOP"
          description="Exactly one confirmation is sent"
          data={confirmers}
          disabled={disabled}
          {...form.getInputProps('stopConfirmer')}
        />
        <NativeSelect
          label="Registration"
          data={[
            { value: '', label: 'None' },
            ...registrations.map((item) => ({ value: item.id, label: item.name })),
          ]}
          disabled={disabled}
          {...form.getInputProps('registrationId')}
        />
        <ActionButton type="submit" className="self-end" loading={busy} refusal={refusal}>
          Save settings
        </ActionButton>
      </form>
    </Card>
  );
}
