'use client';

import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { AutoReply, CreateAutoReply } from '@sms-crm/contracts/auto-replies';
import { autoReply, autoReplyMatches, createAutoReply } from '@sms-crm/contracts/auto-replies';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { PartsCounter } from '../campaigns/composer/parts-counter.tsx';
import { useParts } from '../campaigns/composer/use-parts.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { HoursFields } from './hours-fields.tsx';
import { NumberField } from './number-field.tsx';
import { newReply, replyValuesOf, toReply } from './reply-values.ts';
import type { ReplyValues } from './reply-values.ts';
import { matchWords } from './reply-words.ts';
import { autoRepliesKey } from './resources.ts';

export type ReplyWindowProps = {
  opened: boolean;
  onClose: () => void;
  /** The answer to change; a new one when absent. */
  rule?: AutoReply | undefined;
};

/** Writes an automatic answer, or changes one. */
export function ReplyWindow(props: ReplyWindowProps) {
  const title = props.rule ? `Change “${props.rule.name}”` : 'Add an automatic answer';
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title={title} size={560}>
      <ReplyForm reply={props.rule} onDone={props.onClose} />
    </DialogWindow>
  );
}

const matches = autoReplyMatches.map((value) => ({ value, label: matchWords[value].label }));

const fieldOf = { 'hours.days': 'days', 'hours.from': 'from', 'hours.until': 'until' };

function ReplyForm({ reply, onDone }: { reply: AutoReply | undefined; onDone: () => void }) {
  const save = useSave(reply, onDone);
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: reply ? replyValuesOf(reply) : newReply,
    schema: createAutoReply,
    toInput: (values: ReplyValues) => ({ ...toReply(values), enabled: reply?.enabled ?? true }),
    rename: fieldOf,
    submit: (input) => save.mutateAsync(input),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Name"
        placeholder="e.g. Opening hours"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label="Answers a text that"
        description={matchWords[form.values.match].about}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={matches}
        {...form.getInputProps('match')}
      />
      <TextInput
        label="Words"
        description="Several with commas between; case and accents do not matter"
        placeholder="hours, opening hours"
        autoComplete="off"
        required
        {...form.getInputProps('words')}
      />
      <Textarea label="Answer" autosize minRows={3} maxRows={8} required {...form.getInputProps('body')} />
      <Length text={form.values.body} onChange={(body) => form.setFieldValue('body', body)} />
      <NumberField form={form} />
      <HoursFields form={form} />
      <FormButtons submit={reply ? 'Save answer' : 'Add answer'} busy={busy} onCancel={onDone} />
    </form>
  );
}

function Length({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { data } = useParts(text);
  if (text === '') return null;
  return <PartsCounter parts={data} template={text} onChange={onChange} disabled={false} />;
}

function useSave(reply: AutoReply | undefined, onDone: () => void) {
  return useAction({
    run: (body: CreateAutoReply) =>
      reply
        ? api(`/v1/auto-replies/${reply.id}`, autoReply, { method: 'PATCH', body })
        : api('/v1/auto-replies', autoReply, { method: 'POST', body }),
    refresh: [autoRepliesKey],
    done: ({ name }) => `“${name}” answers texts that come in from now on.`,
    errors: 'form',
    onDone,
  });
}
