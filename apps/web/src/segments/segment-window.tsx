'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { createSegment, segment } from '@sms-crm/contracts/segments';
import type { CreateSegment } from '@sms-crm/contracts/segments';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useResource } from '../api/use-resource.ts';
import { campaignList } from '../campaigns/resources.ts';
import { contactTags } from '../contacts/resources.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { SegmentCount } from './segment-count.tsx';
import { filterKinds, newSegment, toFilter } from './segment-values.ts';
import type { SegmentValues } from './segment-values.ts';
import { segmentsKey } from './resources.ts';

export type SegmentWindowProps = { opened: boolean; onClose: () => void };

/** Writes a segment, with the count of who belongs to it. */
export function SegmentWindow({ opened, onClose }: SegmentWindowProps) {
  return (
    <DialogWindow opened={opened} onClose={onClose} title="Add a segment">
      <SegmentForm onDone={onClose} />
    </DialogWindow>
  );
}

function SegmentForm({ onDone }: { onDone: () => void }) {
  const save = useAction({
    run: (body: CreateSegment) => api('/v1/segments', segment, { method: 'POST', body }),
    refresh: [segmentsKey],
    done: ({ name }) => `“${name}” is a segment now.`,
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: newSegment,
    schema: createSegment,
    toInput: (values: SegmentValues) => ({ name: values.name, filter: toFilter(values) }),
    rename: { 'filter.campaignId': 'campaignId', 'filter.tag': 'tag' },
    submit: (input) => save.mutateAsync(input),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput
        label="Name"
        placeholder="e.g. Interested in the spring sale"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <NativeSelect label="Who belongs to it" data={filterKinds} {...form.getInputProps('type')} />
      {form.values.type === 'tag' ? <TagField form={form} /> : <CampaignField form={form} />}
      <SegmentCount filter={toFilter(form.values)} />
      <FormButtons submit="Add segment" busy={busy} onCancel={onDone} />
    </form>
  );
}

type FieldProps = { form: UseFormReturnType<SegmentValues> };

function CampaignField({ form }: FieldProps) {
  const campaigns = useResource(campaignList({ q: '', status: '', cursor: '' })).data?.items ?? [];
  const launched = campaigns.filter(({ launchedAt }) => launchedAt !== null);
  return (
    <NativeSelect
      label="Campaign"
      data={[
        { value: '', label: 'Choose a campaign' },
        ...launched.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      required
      {...form.getInputProps('campaignId')}
    />
  );
}

function TagField({ form }: FieldProps) {
  const tags = useResource(contactTags).data?.items ?? [];
  return (
    <NativeSelect
      label="Tag"
      data={[{ value: '', label: 'Choose a tag' }, ...tags.map(({ tag }) => ({ value: tag, label: tag }))]}
      required
      {...form.getInputProps('tag')}
    />
  );
}
