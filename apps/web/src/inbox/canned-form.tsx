'use client';

import { Textarea, TextInput } from '@mantine/core';
import type { FilledReply } from '@sms-crm/contracts/conversations';
import { createTemplate, messageTemplate } from '@sms-crm/contracts/templates';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { FormButtons } from '../ui/form-buttons.tsx';
import { conversationsKey } from './resources.ts';

/** Adds a canned reply for everybody who answers, or changes one. */
export function CannedForm({ reply, onDone }: { reply: FilledReply | null; onDone: () => void }) {
  const save = useAction({
    run: (body: unknown) =>
      reply === null
        ? api('/v1/templates', messageTemplate, { method: 'POST', body })
        : api(`/v1/templates/${reply.id}`, messageTemplate, { method: 'PATCH', body }),
    refresh: [conversationsKey],
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { name: reply?.name ?? '', body: reply?.body ?? '' },
    schema: createTemplate,
    submit: (body) => save.mutateAsync(body),
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
      <FormButtons submit={reply === null ? 'Add' : 'Save'} busy={busy} onCancel={onDone} />
    </form>
  );
}
