'use client';

import { Textarea, TextInput } from '@mantine/core';
import type { LinkSettings } from '@sms-crm/contracts/links';
import { linkSettings, maxAllowedHosts } from '@sms-crm/contracts/links';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useResource } from '../api/use-resource.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { Tick } from '../form/tick.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { currentLinkSettings, linkSettingsKey } from './resources.ts';

/** Where links may lead, how long they last, and what is added to them. */
export function LinkSettingsCard() {
  const { data, error, refetch } = useResource(currentLinkSettings);
  return (
    <Card title="Where links lead">
      {error && !data && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {data && <SettingsForm key={JSON.stringify(data)} settings={data} />}
    </Card>
  );
}

function SettingsForm({ settings }: { settings: LinkSettings }) {
  const refusal = useRefusal('links:write');
  const save = useAction({
    run: (body: LinkSettings) => api('/v1/link-settings', linkSettings, { method: 'PUT', body }),
    refresh: [linkSettingsKey],
    done: 'Saved. Links that were sent already may not lead elsewhere either, within the hour.',
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: {
      allowHosts: settings.allowHosts.join('\n'),
      expireDays: settings.expireDays === null ? '' : String(settings.expireDays),
      addUtm: settings.addUtm,
    },
    schema: linkSettings,
    toInput: ({ allowHosts, expireDays, addUtm }) => ({
      allowHosts: allowHosts.split(/[\s,]+/).filter(Boolean),
      expireDays: expireDays.trim() === '' ? null : Number(expireDays),
      addUtm,
    }),
    rename: Object.fromEntries(
      Array.from({ length: maxAllowedHosts }, (_, at) => [`allowHosts.${at}`, 'allowHosts']),
    ),
    submit: (body) => save.mutateAsync(body),
  });
  const readOnly = refusal !== undefined;
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <Textarea
        label="Links may lead to these hosts only"
        description="One a line, with everything below it; empty for any page on the internet"
        placeholder="yourshop.com"
        autosize
        minRows={2}
        readOnly={readOnly}
        {...form.getInputProps('allowHosts')}
      />
      <TextInput
        label="Links end after"
        description="Days after the text was sent; empty for never"
        rightSection={<span className="text-xs text-soft">days</span>}
        rightSectionWidth={52}
        inputMode="numeric"
        className="sm:max-w-xs"
        readOnly={readOnly}
        {...form.getInputProps('expireDays')}
      />
      <Tick
        label="Tell your website’s analytics that visitors come from a text"
        description="Adds utm_source, utm_medium and utm_campaign where a link has none of its own"
        checked={form.getValues().addUtm}
        disabled={readOnly}
        onChange={(addUtm) => form.setFieldValue('addUtm', addUtm)}
      />
      <ActionButton type="submit" className="self-end" loading={busy} refusal={refusal}>
        Save
      </ActionButton>
    </form>
  );
}
