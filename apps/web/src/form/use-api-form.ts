'use client';

import { useForm } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { z } from 'zod';
import type { ApiError } from '../api/api-error.ts';
import { asApiError } from '../api/api-error.ts';

type ApiForm<Values extends object, Input> = {
  initialValues: Values;
  /** The contract's schema; its error paths are the form's field names. */
  schema: z.ZodType<Input>;
  /** From what the fields hold to what the schema reads; the identity when absent. */
  toInput?: (values: Values) => unknown;
  submit: (input: Input) => Promise<unknown>;
};

/** What was wrong beyond single fields. `count` tells two equal problems apart. */
export type FormTrouble = { message: string; count: number } | null;

/** A form checked by the contract before and by the API after; the first invalid field gets the focus. */
export function useApiForm<Values extends object, Input>(options: ApiForm<Values, Input>) {
  const form = useForm<Values>({ initialValues: options.initialValues });
  const element = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FormTrouble>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (attempt === 0) return;
    const target = '[aria-invalid="true"], [data-form-problem]';
    element.current?.querySelector<HTMLElement>(target)?.focus();
  }, [attempt]);

  function refuse(errors: Record<string, string>, message?: string): void {
    form.setErrors(errors);
    setProblem(message ? { message, count: attempt + 1 } : null);
    setAttempt(attempt + 1);
  }

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const values = form.getValues();
    const parsed = options.schema.safeParse(options.toInput?.(values) ?? values);
    if (!parsed.success) return refuse(firstIssues(parsed.error));
    form.clearErrors();
    setProblem(null);
    setBusy(true);
    try {
      await options.submit(parsed.data);
    } catch (error) {
      const refusal = asApiError(error);
      const fields = fieldErrors(refusal);
      const known = Object.keys(fields).some((name) => (name.split('.')[0] ?? '') in values);
      refuse(fields, known ? undefined : refusal.message);
    } finally {
      setBusy(false);
    }
  }

  const formProps = {
    ref: element,
    noValidate: true,
    onSubmit: (event: FormEvent) => void onSubmit(event),
  };
  return { form, formProps, busy, problem };
}

function firstIssues(error: z.ZodError): Record<string, string> {
  const pairs = error.issues.map((issue): [string, string] => [issue.path.join('.'), issue.message]);
  return Object.fromEntries(pairs.toReversed());
}

function fieldErrors(refusal: ApiError): Record<string, string> {
  return Object.fromEntries(refusal.fields.map(({ field, detail }) => [field, detail]));
}
