'use client';

import { Textarea, TextInput } from '@mantine/core';
import { createTemplate, messageTemplate } from '@sms-crm/contracts/templates';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { FormButtons } from '../ui/form-buttons.tsx';
import { conversationsKey } from './resources.ts';

/** Adds a canned reply for everybody who answers. */
export function CannedForm({ onDone }: { onDone: () => void }) {
  const add = useAction({
    run: (body: unknown) => api('/v1/templates', messageTemplate, { method: 'POST', body }),
    refresh: [conversationsKey],
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { name: '', body: '' },
    schema: createTemplate,
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput label="Name" autoComplete="off" data-autofocus {...form.getInputProps('name')} />
      <Textarea
        label="Text"
        description="{{first_name|there}} becomes their name, or “there” where it is not known"
        autosize
        minRows={3}
        {...form.getInputProps('body')}
      />
      <FormButtons submit="Add" busy={busy} onCancel={onDone} />
    </form>
  );
}
