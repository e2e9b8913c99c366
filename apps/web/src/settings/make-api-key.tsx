'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { createApiKey, createdApiKey } from '@sms-crm/contracts/access';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useResource } from '../api/use-resource.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { roleList } from './resources.ts';
import { ShownOnce } from './shown-once.tsx';

/** The button and the dialog that make a key, and show it this one time. */
export function MakeApiKey() {
  const [opened, { open, close }] = useDisclosure(false);
  const [made, setMade] = useState<string | null>(null);
  function start(): void {
    setMade(null);
    open();
  }
  return (
    <>
      <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={start}>
        Make API key
      </Button>
      <Dialog
        opened={opened}
        onClose={close}
        mustAnswer={made !== null}
        title={made ? 'Copy your new API key' : 'Make an API key'}
      >
        {made ? <ShownOnce secret={made} onDone={close} /> : <MakeForm onCancel={close} onMade={setMade} />}
      </Dialog>
    </>
  );
}

function MakeForm(props: { onCancel: () => void; onMade: (key: string) => void }) {
  const roles = useResource(roleList);
  const options = (roles.data?.items ?? []).map((role) => ({ value: role.id, label: role.name }));
  const make = useAction({
    run: (body: unknown) => api('/v1/api-keys', createdApiKey, { method: 'POST', body }),
    refresh: [['v1', 'api-keys']],
    errors: 'form',
    onDone: (created) => props.onMade(created.key),
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { name: '', roleId: '' },
    schema: createApiKey,
    submit: (body) => make.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Name"
        description="What will use it, so that you recognise it later"
        placeholder="e.g. Shop connector"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label="Role"
        description="The key may do what this role allows"
        required
        data={[{ value: '', label: 'Choose a role' }, ...options]}
        {...form.getInputProps('roleId')}
      />
      <FormButtons submit="Make key" busy={busy} onCancel={props.onCancel} />
    </form>
  );
}
