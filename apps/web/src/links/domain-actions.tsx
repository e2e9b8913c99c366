'use client';

import { useDisclosure } from '@mantine/hooks';
import type { LinkDomain } from '@sms-crm/contracts/links';
import { linkDomain } from '@sms-crm/contracts/links';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { touched } from './resources.ts';

/** Show that it is ours, look at it again, let new links live on it, take it out of use. */
export function DomainActions({ domain }: { domain: LinkDomain }) {
  const [asking, ask] = useDisclosure(false);
  const refusal = useRefusal('links:write');
  const path = `/v1/link-domains/${domain.id}`;
  const verify = useAction({
    run: () => api(`${path}/verify`, linkDomain, { method: 'POST', body: {} }),
    refresh: touched,
    done: ({ host, problem }) =>
      problem === null ? `${host} works.` : `${host} is yours, but does not work yet.`,
  });
  const makeDefault = useAction({
    run: () => api(path, linkDomain, { method: 'PATCH', body: { isDefault: true } }),
    refresh: touched,
    done: ({ host }) => `New links live on ${host}.`,
  });
  const remove = useAction({
    run: () => api(path, noAnswer, { method: 'DELETE' }),
    refresh: touched,
    done: `Deleted ${domain.host}.`,
    onDone: ask.close,
  });
  const look = { size: 'xs', variant: 'default', refusal } as const;
  const verb = domain.state === 'unverified' ? 'Verify' : 'Look again';
  return (
    <div className="flex justify-end gap-2 max-sm:flex-col">
      <ActionButton
        {...look}
        aria-label={`${verb}: ${domain.host}`}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        {verb}
      </ActionButton>
      {domain.state !== 'unverified' && !domain.isDefault && (
        <ActionButton
          {...look}
          aria-label={`Make ${domain.host} the default`}
          loading={makeDefault.isPending}
          onClick={() => makeDefault.mutate()}
        >
          Make default
        </ActionButton>
      )}
      <ActionButton {...look} aria-label={`Delete ${domain.host}`} onClick={ask.open}>
        Delete
      </ActionButton>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Delete ${domain.host}?`}
        confirmLabel="Delete domain"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>
          Links that were sent work as long as the domain leads here.
          {domain.isDefault && ' New links live on the shared host again.'}
        </p>
      </ConfirmDialog>
    </div>
  );
}
