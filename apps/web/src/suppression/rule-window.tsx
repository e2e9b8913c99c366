'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { createSuppressionRule, suppressionKinds, suppressionRule } from '@sms-crm/contracts/suppression';
import type { CreateSuppressionRule, SuppressionRule } from '@sms-crm/contracts/suppression';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { PreviewCount } from './preview-count.tsx';
import { RuleFields } from './rule-fields.tsx';
import { newRule, ruleValuesOf, toSpec } from './rule-values.ts';
import type { RuleValues } from './rule-values.ts';
import { kindWords } from './rule-words.ts';
import { rulesKey } from './resources.ts';

export type RuleWindowProps = {
  opened: boolean;
  onClose: () => void;
  /** The rule to change; a new one when absent. */
  rule?: SuppressionRule | undefined;
};

/** Writes a rule, or changes one, with the count of whom it leaves out. */
export function RuleWindow(props: RuleWindowProps) {
  const title = props.rule ? `Change “${props.rule.name}”` : 'Add a suppression rule';
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title={title} size={520}>
      <RuleForm rule={props.rule} onDone={props.onClose} />
    </DialogWindow>
  );
}

const kinds = suppressionKinds.map((value) => ({ value, label: kindWords[value].label }));

const fieldOf = {
  'config.most': 'most',
  'config.windowHours': 'amount',
  'config.codes': 'codes',
  'config.tags': 'tags',
  'config.lookUpsPerDay': 'lookUpsPerDay',
};

function RuleForm({ rule, onDone }: { rule: SuppressionRule | undefined; onDone: () => void }) {
  const save = useSave(rule, onDone);
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: rule ? ruleValuesOf(rule) : newRule,
    schema: createSuppressionRule,
    toInput: (values: RuleValues) => ({
      name: values.name,
      enabled: rule?.enabled ?? true,
      ...toSpec(values),
    }),
    rename: fieldOf,
    submit: (input) => save.mutateAsync(input),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Name"
        placeholder="e.g. Not more than 3 a week"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label="Kind"
        description={kindWords[form.values.kind].about}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={kinds}
        disabled={rule !== undefined}
        {...form.getInputProps('kind')}
      />
      <RuleFields form={form} />
      <PreviewCount values={form.values} />
      <FormButtons submit={rule ? 'Save rule' : 'Add rule'} busy={busy} onCancel={onDone} />
    </form>
  );
}

function useSave(rule: SuppressionRule | undefined, onDone: () => void) {
  return useAction({
    run: (input: CreateSuppressionRule) => {
      if (!rule) return api('/v1/suppression-rules', suppressionRule, { method: 'POST', body: input });
      const body = { name: input.name, config: input.config };
      return api(`/v1/suppression-rules/${rule.id}`, suppressionRule, { method: 'PATCH', body });
    },
    refresh: [rulesKey],
    done: ({ name }) => `“${name}” holds for every text from now on.`,
    errors: 'form',
    onDone,
  });
}
