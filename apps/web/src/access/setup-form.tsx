'use client';

import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { setup, setupResult } from '@sms-crm/contracts/session';
import { useEffect, useEffectEvent } from 'react';
import { api } from '../api/api.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';

/** Creates the first owner and the organisation, then opens the dashboard. */
export function SetupForm({ timeZones }: { timeZones: string[] }) {
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { organisation: '', name: '', email: '', password: '', timeZone: 'America/New_York' },
    schema: setup,
    submit: async (body) => {
      await api('/v1/setup', setupResult, { method: 'POST', body });
      window.location.assign('/');
    },
  });
  const suggestZone = useEffectEvent(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (timeZones.includes(zone)) form.setFieldValue('timeZone', zone);
  });
  useEffect(() => suggestZone(), []);
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Organisation"
        autoComplete="organization"
        required
        {...form.getInputProps('organisation')}
      />
      <TextInput label="Your name" autoComplete="name" required {...form.getInputProps('name')} />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        description="At least 12 characters"
        autoComplete="new-password"
        required
        {...form.getInputProps('password')}
      />
      <NativeSelect
        label="Time zone"
        description="Reports and daily limits follow it"
        data={timeZones}
        {...form.getInputProps('timeZone')}
      />
      <Button type="submit" fullWidth loading={busy} mt={4}>
        Create organisation
      </Button>
    </form>
  );
}
