'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import type { ReactNode } from 'react';
import { KillSwitchControl } from '../../kill-switch/kill-switch-control.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { WaiveFooter } from './waive-footer.tsx';

const inComposer: Readonly<Record<string, string>> = {
  empty_template: 'Write the text',
  broken_merge_field: 'Edit the text',
  empty_field: 'Edit the text',
  unknown_field: 'Edit the text',
  single_braces: 'Edit the text',
  bare_link: 'Edit the text',
  unicode: 'Edit the text',
  long_texts: 'Edit the text',
  empty_body: 'Edit the text',
  body_too_long: 'Edit the text',
  unsafe_link: 'Edit the text',
  personal_link: 'Choose the codes',
  no_number: 'Choose a number',
  ended: 'Choose another end',
};

/** The button that mends what a notice or an exclusion names; null when it is mended elsewhere on the page or not at all. */
export function noticeFix(code: string, campaign: Campaign): ReactNode {
  const label = inComposer[code];
  const look = { variant: 'default', size: 'xs' } as const;
  if (label) {
    return (
      <LinkButton {...look} href={`/campaigns/${campaign.id}`}>
        {label}
      </LinkButton>
    );
  }
  switch (code) {
    case 'tenant_kill_switch':
      return <KillSwitchControl on size="xs" target={{ scope: 'tenant' }} />;
    case 'campaign_kill_switch':
      return (
        <KillSwitchControl
          on
          size="xs"
          target={{ scope: 'campaign', id: campaign.id, name: campaign.name }}
        />
      );
    case 'account_stopped':
      return (
        <LinkButton {...look} href="/settings/carrier">
          Open the account
        </LinkButton>
      );
    case 'number_stopped':
    case 'number_kill_switch':
      return (
        <LinkButton
          {...look}
          href={campaign.numberId === null ? '/numbers' : `/numbers/${campaign.numberId}`}
        >
          Open the number
        </LinkButton>
      );
    case 'brand_left_out':
    case 'opt_out_left_out':
      return (
        <>
          <LinkButton {...look} href={`/campaigns/${campaign.id}`}>
            Edit the text
          </LinkButton>
          <WaiveFooter campaign={campaign} code={code} />
        </>
      );
    case 'empty_audience':
      return (
        <LinkButton {...look} href="/contacts/imports/new">
          Import contacts
        </LinkButton>
      );
    case 'link_domain_failing':
    case 'new_link_domain':
      return (
        <LinkButton {...look} href="/settings/links">
          Open link settings
        </LinkButton>
      );
    case 'not_a_draft':
      return (
        <LinkButton {...look} href={`/campaigns/${campaign.id}/report`}>
          Open its report
        </LinkButton>
      );
    case 'do_not_contact':
      return (
        <LinkButton {...look} href="/do-not-contact">
          See the list
        </LinkButton>
      );
    default:
      return null;
  }
}
