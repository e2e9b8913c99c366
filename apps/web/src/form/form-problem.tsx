'use client';

import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { FormTrouble } from './use-api-form.ts';

/** What is wrong with the whole form; takes the focus when no single field is to blame. */
export function FormProblem(props: { problem: FormTrouble }) {
  if (!props.problem) return null;
  return (
    <Alert
      key={props.problem.count}
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      tabIndex={-1}
      data-form-problem
    >
      {props.problem.message}
    </Alert>
  );
}
