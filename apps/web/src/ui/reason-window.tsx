'use client';

import { Textarea } from '@mantine/core';
import { z } from 'zod';
import type { ReactNode } from 'react';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from './dialog-window.tsx';
import { FormButtons } from './form-buttons.tsx';

export type ReasonProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  /** Does it with the reason given; a thrown `ApiError` is shown in the dialog. */
  onConfirm: (reason: string) => Promise<unknown>;
};

const schema = z.object({ reason: z.string().trim().min(1, 'Say why, for the audit log').max(300) });

/** Asks why before something that others will want to understand later; closes when it worked. */
export function ReasonWindow(props: ReasonProps) {
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title={props.title}>
      <ReasonForm {...props} />
    </DialogWindow>
  );
}

function ReasonForm(props: ReasonProps) {
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { reason: '' },
    schema,
    submit: async ({ reason }) => {
      await props.onConfirm(reason);
      props.onClose();
    },
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 text-soft">{props.children}</div>
      <FormProblem problem={problem} />
      <Textarea
        label="Reason"
        required
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <FormButtons submit={props.confirmLabel} busy={busy} onCancel={props.onClose} danger={props.danger} />
    </form>
  );
}
