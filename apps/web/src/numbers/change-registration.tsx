'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Registration, UpdateRegistration } from '@sms-crm/contracts/registrations';
import {
  registration as registrationSchema,
  registrationStatuses,
  registrationTierLimits,
  registrationTiers,
  updateRegistration,
} from '@sms-crm/contracts/registrations';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { Tick } from '../form/tick.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { formatCount } from '../format/numbers.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { registrationStatusWords } from './number-words.ts';
import { numbersKey, registrationsKey } from './resources.ts';

/** The button and the dialog that change what is known of a registration. */
export function ChangeRegistration({ registration }: { registration: Registration }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        size="xs"
        variant="default"
        aria-label={`Change ${registration.name}`}
        refusal={useRefusal('numbers:write')}
        onClick={open}
      >
        Change
      </ActionButton>
      <Dialog opened={opened} onClose={close} title={`Change “${registration.name}”`}>
        <ChangeForm registration={registration} onDone={close} />
      </Dialog>
    </>
  );
}

const statuses = registrationStatuses.map((value) => ({
  value,
  label: registrationStatusWords[value].words,
}));

const tiers = registrationTiers.map((value) => {
  const { words, rateParts, dailyCapParts } = registrationTierLimits[value];
  return { value, label: `${words}: ${rateParts} parts/s, ${formatCount(dailyCapParts)} a day` };
});

function ChangeForm({ registration, onDone }: { registration: Registration; onDone: () => void }) {
  const save = useAction({
    run: (body: UpdateRegistration) =>
      api(`/v1/registrations/${registration.id}`, registrationSchema, { method: 'PATCH', body }),
    refresh: [registrationsKey, numbersKey],
    done: ({ name }) => `“${name}” was changed.`,
    errors: 'form',
    onDone,
  });
  const is10dlc = registration.kind === '10dlc';
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      name: registration.name,
      status: registration.status,
      tier: registration.tier ?? '',
      brand: registration.brand ?? '',
      transactional: registration.transactional,
    },
    schema: updateRegistration,
    toInput: ({ name, status, tier, brand, transactional }) => ({
      name,
      status,
      transactional,
      ...(is10dlc ? { tier: tier || null, brand: brand.trim() || null } : {}),
    }),
    submit: (body) => save.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
      <NativeSelect
        label="Status at the carrier"
        description="Numbers of a registration that is not approved send nothing"
        data={statuses}
        {...form.getInputProps('status')}
      />
      <Tick
        label="Approved for transactional texts"
        description="Orders, codes, appointments: the API sends them from these numbers alone"
        checked={form.values.transactional}
        onChange={(transactional) => form.setFieldValue('transactional', transactional)}
      />
      {is10dlc && (
        <>
          <NativeSelect
            label="Tier"
            description="By the trust score of the brand; rate and daily cap follow from it"
            data={[{ value: '', label: 'Not known' }, ...tiers]}
            {...form.getInputProps('tier')}
          />
          <TextInput
            label="Brand"
            description="Its name or id at the carrier. Registrations with the same brand share one daily cap"
            {...form.getInputProps('brand')}
          />
        </>
      )}
      <FormButtons submit="Save registration" busy={busy} onCancel={onDone} />
    </form>
  );
}
