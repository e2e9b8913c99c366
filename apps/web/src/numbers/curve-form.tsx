'use client';

import { Button, Textarea } from '@mantine/core';
import type { NumberDetail, UpdateNumber } from '@sms-crm/contracts/numbers';
import { updateNumber } from '@sms-crm/contracts/numbers';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { FormButtons } from '../ui/form-buttons.tsx';
import { useNumberChange } from './use-number-change.ts';

/** Parts of each day, separated by commas. */
export function CurveForm({ number, onDone }: { number: NumberDetail; onDone: () => void }) {
  const save = useNumberChange(number.id, 'The ramp holds from now on.', { errors: 'form', onDone });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { warmUpCurve: number.warmUpCurve.join(', ') },
    schema: updateNumber,
    toInput: ({ warmUpCurve }) => ({ warmUpCurve: daysOf(warmUpCurve) }),
    submit: (body: UpdateNumber) => save.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <Textarea
        label="Parts of each day"
        description="With commas between, the first day first. After the last one it grows until nothing but the rate limits it."
        autosize
        minRows={2}
        required
        data-autofocus
        {...form.getInputProps('warmUpCurve')}
      />
      <div>
        <Button
          size="compact-sm"
          variant="default"
          loading={save.isPending}
          onClick={() => save.mutate({ warmUpCurve: null })}
        >
          Use the usual ramp of its type
        </Button>
      </div>
      <FormButtons submit="Save ramp" busy={busy} onCancel={onDone} />
    </form>
  );
}

function daysOf(text: string): number[] {
  return text
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map(Number);
}
