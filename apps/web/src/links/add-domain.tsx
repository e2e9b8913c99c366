'use client';

import { TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { createLinkDomain, linkDomain } from '@sms-crm/contracts/links';
import { IconPlus } from '@tabler/icons-react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { domainsKey } from './resources.ts';

/** The button and the dialog that add a domain. */
export function AddDomain() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        refusal={useRefusal('links:write')}
        onClick={open}
      >
        Add domain
      </ActionButton>
      <Dialog opened={opened} onClose={close} title="Add a domain for your links">
        <AddForm onDone={close} />
      </Dialog>
    </>
  );
}

function AddForm({ onDone }: { onDone: () => void }) {
  const add = useAction({
    run: (body: { host: string }) => api('/v1/link-domains', linkDomain, { method: 'POST', body }),
    refresh: [domainsKey],
    done: ({ host }) => `Added ${host}. Show that it is yours, then links can live on it.`,
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { host: '' },
    schema: createLinkDomain,
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Domain"
        description="A short name below your website’s; every character counts in a text"
        placeholder="go.yourshop.com"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('host')}
      />
      <FormButtons submit="Add domain" busy={busy} onCancel={onDone} />
    </form>
  );
}
