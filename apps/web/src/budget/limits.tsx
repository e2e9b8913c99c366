'use client';

import type { Budget, PutBudget } from '@sms-crm/contracts/budget';
import { budget as budgetSchema } from '@sms-crm/contracts/budget';
import { z } from 'zod';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { DollarField } from '../form/dollar-field.tsx';
import { dollars, dollarsOf, dollarsOrNone } from '../form/dollars.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';

const schema: z.ZodType<PutBudget> = z.object({
  dailyLimitMicros: dollarsOrNone,
  monthlyLimitMicros: dollarsOrNone,
  reserveMicros: dollars,
});

/** The limits, and what of them campaigns may not touch. */
export function Limits({ budget }: { budget: Budget }) {
  const refusal = useRefusal('budget:write');
  const save = useAction({
    run: (body: PutBudget) => api('/v1/budget', budgetSchema, { method: 'PUT', body }),
    refresh: [['v1', 'budget']],
    done: 'The limits hold from now on.',
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      dailyLimitMicros: dollarsOf(budget.dailyLimitMicros),
      monthlyLimitMicros: dollarsOf(budget.monthlyLimitMicros),
      reserveMicros: dollarsOf(budget.reserveMicros),
    },
    schema,
    submit: (body) => save.mutateAsync(body),
  });
  const readOnly = refusal !== undefined;
  return (
    <Card title="Limits">
      <form {...formProps} className="flex flex-col gap-4">
        <FormProblem problem={problem} />
        <div className="grid items-end gap-4 sm:grid-cols-3">
          <DollarField
            label="Each day"
            description={`Turns over at midnight, ${budget.timeZone}`}
            placeholder="No limit"
            readOnly={readOnly}
            {...form.getInputProps('dailyLimitMicros')}
          />
          <DollarField
            label="Each month"
            description="Empty for no limit"
            placeholder="No limit"
            readOnly={readOnly}
            {...form.getInputProps('monthlyLimitMicros')}
          />
          <DollarField
            label="Kept for answers"
            description="Of both, only for help and opt-out answers"
            readOnly={readOnly}
            {...form.getInputProps('reserveMicros')}
          />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-60 text-xs text-soft">
            Whoever may change the budget gets a mail when 50, 80 and 100% are spent. What a limit does not
            allow waits or is left out, as each campaign says.
          </p>
          <ActionButton type="submit" loading={busy} refusal={refusal}>
            Save limits
          </ActionButton>
        </div>
      </form>
    </Card>
  );
}
