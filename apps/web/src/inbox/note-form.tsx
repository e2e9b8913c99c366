'use client';

import { Button, Textarea } from '@mantine/core';
import { addNote, conversationNote } from '@sms-crm/contracts/conversations';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { conversationsKey } from './resources.ts';

/** Leaves a note to the other members. */
export function NoteForm({ id }: { id: string }) {
  const add = useAction({
    run: (body: unknown) => api(`/v1/conversations/${id}/notes`, conversationNote, { method: 'POST', body }),
    refresh: [[...conversationsKey, id]],
    errors: 'form',
    onDone: () => form.reset(),
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { body: '' },
    schema: addNote,
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormProblem problem={problem} />
      <Textarea
        aria-label="Note"
        placeholder="Only members see it"
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('body')}
      />
      <Button type="submit" variant="default" className="self-end" loading={busy}>
        Leave note
      </Button>
    </form>
  );
}
