'use client';

import { TextInput } from '@mantine/core';
import type { QuietHoursSetting } from '@sms-crm/contracts/quiet-hours';
import { putQuietHours, quietHours } from '@sms-crm/contracts/quiet-hours';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { Tick } from '../form/tick.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { minutesOf, timeField, weekdays } from './hours-words.ts';
import { quietHoursKey } from './resources.ts';

/** The organisation's own hours, which only narrow the law's. */
export function NarrowForm({ setting }: { setting: QuietHoursSetting }) {
  const refusal = useRefusal('settings:write');
  const save = useAction({
    run: (body: QuietHoursSetting) => api('/v1/quiet-hours', quietHours, { method: 'PUT', body }),
    refresh: [quietHoursKey],
    done: 'These hours hold from now on, for what waits too.',
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      from: timeField(setting.from),
      to: timeField(setting.to),
      closedWeekdays: setting.closedWeekdays,
      closedDates: setting.closedDates.join(', '),
    },
    schema: putQuietHours,
    toInput: (values) => ({
      from: minutesOf(values.from),
      to: minutesOf(values.to),
      closedWeekdays: values.closedWeekdays,
      closedDates: values.closedDates.split(/[,;\s]+/).filter(Boolean),
    }),
    submit: (body) => save.mutateAsync(body),
  });
  const closed = form.values.closedWeekdays;
  const disabled = refusal !== undefined;
  return (
    <Card title="Your own hours">
      <p className="-mt-2 mb-4 text-sm text-soft">
        On each recipient’s own clock. They narrow what the law allows and can never widen it.
      </p>
      <form {...formProps} className="flex flex-col gap-5">
        <FormProblem problem={problem} />
        <div className="grid gap-4 sm:max-w-md sm:grid-cols-2">
          <TextInput
            type="time"
            label="Not before"
            description="Empty: as the law says"
            readOnly={disabled}
            {...form.getInputProps('from')}
          />
          <TextInput
            type="time"
            label="Not after"
            description="Empty: as the law says"
            readOnly={disabled}
            {...form.getInputProps('to')}
          />
        </div>
        <fieldset>
          <legend className="mb-2 p-0 text-sm font-medium">Never on</legend>
          <div className="flex flex-wrap gap-x-6 gap-y-3">
            {weekdays.map((name, day) => (
              <Tick
                key={name}
                label={name}
                checked={closed.includes(day)}
                disabled={disabled}
                onChange={(wanted) =>
                  form.setFieldValue(
                    'closedWeekdays',
                    wanted
                      ? [...closed, day].toSorted((one, other) => one - other)
                      : closed.filter((other) => other !== day),
                  )
                }
              />
            ))}
          </div>
          {form.errors.closedWeekdays && (
            <p className="mt-2 text-sm font-medium text-bad">{form.errors.closedWeekdays}</p>
          )}
        </fieldset>
        <TextInput
          label="Nor on these days"
          description="Dates like 2026-12-24, several with commas between"
          className="sm:max-w-md"
          readOnly={disabled}
          {...form.getInputProps('closedDates')}
        />
        <ActionButton type="submit" className="self-end" loading={busy} refusal={refusal}>
          Save hours
        </ActionButton>
      </form>
    </Card>
  );
}
