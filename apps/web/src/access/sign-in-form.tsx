'use client';

import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { z } from 'zod';
import { api } from '../api/api.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';

const schema = z.object({
  email: z.email('Enter your e-mail address'),
  password: z.string().min(1, 'Enter your password'),
  rememberMe: z.boolean(),
});

const anyAnswer = z.unknown();

const oldLink = {
  message:
    'This sign-in link was used already or is too old: each works once. Sign in with your password or with a new link; on your own machine, `npm start` prints a fresh one each time.',
  count: 0,
};

/** E-mail and password; `next` is the local path to go on to. */
export function SignInForm(props: { next: string; linkFailed: boolean }) {
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { email: '', password: '', rememberMe: true },
    schema,
    submit: async (body) => {
      await api('/auth/sign-in/email', anyAnswer, { method: 'POST', body });
      window.location.assign(props.next);
    },
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem ?? (props.linkFailed ? oldLink : null)} />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        {...form.getInputProps('password')}
      />
      <Checkbox label="Keep me signed in" {...form.getInputProps('rememberMe', { type: 'checkbox' })} />
      <Button type="submit" fullWidth loading={busy} mt={4}>
        Sign in
      </Button>
    </form>
  );
}
