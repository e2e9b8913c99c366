'use client';

import { NativeSelect, TagsInput } from '@mantine/core';
import type { ImportView } from '@sms-crm/contracts/imports';
import { importView } from '@sms-crm/contracts/imports';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useResource } from '../api/use-resource.ts';
import { contactTags } from '../contacts/resources.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal, useSession } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { CancelImport } from './cancel-import.tsx';
import { ConsentQuestion } from './consent-question.tsx';
import type { CountryOption } from './countries.ts';
import { MappingFields } from './mapping-fields.tsx';
import { oneImport } from './resources.ts';
import { settingsFieldNames, settingsSchema } from './settings-schema.ts';
import { settingsValues, toSettings } from './settings-values.ts';

type Props = { view: ImportView; countries: CountryOption[]; onChecking: () => void };

/** Columns, agreement, country and tags; its button starts the dry run. */
export function SettingsForm({ view, countries, onChecking }: Props) {
  const { tenant } = useSession();
  const queries = useQueryClient();
  const tags = useResource(contactTags);
  const refusal = useRefusal('contacts:import');
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: settingsValues(view, tenant.defaultCountry),
    schema: settingsSchema,
    toInput: toSettings,
    rename: settingsFieldNames,
    submit: async (body) => {
      const checking = await api(`/v1/imports/${view.id}/dry-run`, importView, { method: 'POST', body });
      queries.setQueryData(oneImport(view.id).queryKey, checking);
      onChecking();
    },
  });
  return (
    <form {...formProps} className="flex flex-col gap-5">
      <FormProblem problem={problem} />
      <MappingFields
        columns={view.columns}
        mapping={form.values.mapping}
        onChange={(mapping) => form.setFieldValue('mapping', mapping)}
        problem={form.errors.mapping}
      />
      <ConsentQuestion form={form} columns={view.columns} />
      <Card title="For all rows">
        <div className="grid gap-4 sm:grid-cols-2">
          <NativeSelect
            label="Default country"
            description="Phones without a country code are read as this one"
            data={countries}
            {...form.getInputProps('defaultCountry')}
          />
          <TagsInput
            label="Tags"
            description="By which you find these people again; Enter adds one"
            data={tags.data?.items.map((item) => item.tag) ?? []}
            maxTags={20}
            {...form.getInputProps('tags')}
          />
        </div>
      </Card>
      <div className="flex justify-end gap-2">
        <CancelImport view={view} />
        <ActionButton type="submit" loading={busy} refusal={refusal}>
          Check the file
        </ActionButton>
      </div>
    </form>
  );
}
