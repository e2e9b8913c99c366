'use client';

import { Textarea, TextInput } from '@mantine/core';
import type { CreateOptOutRule, OptOutRule, RuleVerdict } from '@sms-crm/contracts/opt-outs';
import { createOptOutRule, optOutRule } from '@sms-crm/contracts/opt-outs';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { Choice } from '../form/choice.tsx';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { rulesKey } from './resources.ts';
import { Trial } from './trial.tsx';

export type RuleWindowProps = {
  opened: boolean;
  onClose: () => void;
  /** The rule to change; a new one when absent. */
  rule?: OptOutRule | undefined;
};

/** Writes a rule, or changes one, and shows what it would have found in past replies. */
export function RuleWindow(props: RuleWindowProps) {
  const title = props.rule ? `Change “${props.rule.name}”` : 'Add a rule that finds opt-outs';
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title={title} size={560}>
      <RuleForm rule={props.rule} onDone={props.onClose} />
    </DialogWindow>
  );
}

const verdicts: { value: RuleVerdict; label: string; description: string }[] = [
  {
    value: 'doubtful',
    label: 'Wait for a decision',
    description: 'Its writer gets no marketing until somebody decides, and has opted out after 5 days.',
  },
  {
    value: 'opt-out',
    label: 'Is an opt-out',
    description: 'Obeyed as a STOP: for words that can mean nothing else.',
  },
];

function RuleForm({ rule, onDone }: { rule: OptOutRule | undefined; onDone: () => void }) {
  const save = useSave(rule, onDone);
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      name: rule?.name ?? '',
      phrases: rule?.phrases.join('\n') ?? '',
      verdict: rule?.verdict ?? 'doubtful',
    },
    schema: createOptOutRule,
    toInput: ({ phrases, ...values }) => ({
      ...values,
      phrases: linesOf(phrases),
      enabled: rule?.enabled ?? true,
    }),
    submit: (input) => save.mutateAsync(input),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Name"
        placeholder="e.g. Says they moved away"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Words"
        description="One phrase a line, found anywhere in a text. A * stands for up to three words, a|b for one of them."
        placeholder={'moved * away\nno longer a|your customer'}
        autosize
        minRows={3}
        maxRows={8}
        required
        {...form.getInputProps('phrases')}
      />
      <Choice
        question="A text with these words"
        answers={verdicts}
        value={form.values.verdict}
        onChange={(verdict) => form.setFieldValue('verdict', verdict)}
      />
      <Trial phrases={linesOf(form.values.phrases)} />
      <FormButtons submit={rule ? 'Save rule' : 'Add rule'} busy={busy} onCancel={onDone} />
    </form>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function useSave(rule: OptOutRule | undefined, onDone: () => void) {
  return useAction({
    run: (body: CreateOptOutRule) =>
      rule
        ? api(`/v1/opt-out-rules/${rule.id}`, optOutRule, { method: 'PATCH', body })
        : api('/v1/opt-out-rules', optOutRule, { method: 'POST', body }),
    refresh: [rulesKey],
    done: ({ name }) => `“${name}” holds for every text that comes in from now on.`,
    errors: 'form',
    onDone,
  });
}
