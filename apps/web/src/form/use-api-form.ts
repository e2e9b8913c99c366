'use client';

import { useForm } from '@mantine/form';
import type { FieldError } from '@sms-crm/contracts/errors';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { z } from 'zod';
import { asApiError } from '../api/api-error.ts';
import { asSentence } from './as-sentence.ts';
import { inOneField } from './in-one-field.ts';
import { issueWords } from './issue-words.ts';

type ApiForm<Values extends object, Input> = {
  initialValues: Values;
  /** The contract's schema; its error paths are the form's field names. */
  schema: z.ZodType<Input>;
  /** From what the fields hold to what the schema reads; the identity when absent. */
  toInput?: (values: Values) => unknown;
  submit: (input: Input) => Promise<unknown>;
  /** Paths of the schema to the fields that hold them, where the names differ: `{ 'consent.agreedAt': 'agreedOn' }`. */
  rename?: Record<string, string>;
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
    const target = '[aria-invalid="true"], [data-invalid="true"], [data-form-problem]';
    element.current?.querySelector<HTMLElement>(target)?.focus();
  }, [attempt]);

  /** Shows each complaint at its field; those without a field, or `message`, above the form. */
  function refuse(complaints: FieldError[], message?: string): void {
    const named = complaints.map(({ field, detail }) => ({
      field: inOneField(options.initialValues, options.rename?.[field] ?? field),
      detail: asSentence(detail),
    }));
    const known = named.filter(({ field }) => (field.split('.')[0] ?? '') in options.initialValues);
    const rest = named.find((complaint) => !known.includes(complaint))?.detail;
    form.setErrors(Object.fromEntries(known.toReversed().map(({ field, detail }) => [field, detail])));
    const above = known.length > 0 ? rest : (message ?? rest);
    setProblem(above ? { message: above, count: attempt + 1 } : null);
    setAttempt(attempt + 1);
  }

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    const values = form.getValues();
    const parsed = options.schema.safeParse(options.toInput?.(values) ?? values, { error: issueWords });
    if (!parsed.success) return refuse(issues(parsed.error));
    form.clearErrors();
    setProblem(null);
    setBusy(true);
    try {
      await options.submit(parsed.data);
    } catch (error) {
      const { fields, message } = asApiError(error);
      refuse(fields, message);
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

function issues(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ field: issue.path.join('.'), detail: issue.message }));
}
