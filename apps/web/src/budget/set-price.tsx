'use client';

import { TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Prices } from '@sms-crm/contracts/prices';
import { ownPrice, putPrices } from '@sms-crm/contracts/prices';
import { IconPlus } from '@tabler/icons-react';
import { z } from 'zod';
import { useAction } from '../api/use-action.ts';
import { DollarField } from '../form/dollar-field.tsx';
import { dollars } from '../form/dollars.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { ownItems, putOwnPrices } from './put-prices.ts';

type Own = { own: Prices['items'] };

/** The button and the dialog that set what an organisation pays for some phones. */
export function SetPrice({ own }: Own) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        variant="default"
        refusal={useRefusal('budget:write')}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={open}
      >
        Set a price
      </ActionButton>
      <Dialog opened={opened} onClose={close} title="What does your carrier charge?">
        <SetPriceForm own={own} onDone={close} />
      </Dialog>
    </>
  );
}

const schema = z.object({
  prefix: z
    .string()
    .trim()
    .transform((text) => text.replace(/^\+/, ''))
    .pipe(ownPrice.shape.prefix),
  partMicros: dollars.pipe(ownPrice.shape.partMicros),
  source: putPrices.shape.source,
});

function SetPriceForm({ own, onDone }: Own & { onDone: () => void }) {
  const save = useAction({
    run: ({ source, ...item }: z.infer<typeof schema>) =>
      putOwnPrices({
        source,
        items: [...ownItems(own.filter(({ prefix }) => prefix !== item.prefix)), item],
      }),
    refresh: [['v1', 'prices']],
    done: (_, { prefix }) => `Phones that begin with +${prefix} have a new price.`,
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { prefix: '', partMicros: '', source: own[0]?.source ?? 'Our contract' },
    schema,
    submit: (input) => save.mutateAsync(input),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Phones that begin with"
        description="The country code, or more digits"
        placeholder="+44"
        inputMode="tel"
        required
        data-autofocus
        {...form.getInputProps('prefix')}
      />
      <DollarField label="Price of one part" required {...form.getInputProps('partMicros')} />
      <TextInput
        label="Where it is from"
        description="Kept with all your own prices, for whoever checks them later"
        required
        {...form.getInputProps('source')}
      />
      <FormButtons submit="Set price" busy={busy} onCancel={onDone} />
    </form>
  );
}
