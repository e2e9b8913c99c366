'use client';

import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NewCampaignButton } from '../campaigns/new-campaign-button.tsx';
import { formatCountOf } from '../format/numbers.ts';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { LinkButton } from '../ui/link-button.tsx';

/** What a newcomer does first; shown until the first text was handed over. */
export function FirstSteps(props: { contacts: number }) {
  const { simulator } = useSession();
  const imported = props.contacts > 0;
  return (
    <Card title="Your first campaign in three steps">
      <ol className="flex flex-col divide-y divide-line">
        <Step
          number={1}
          done={imported}
          title="Import your contacts"
          action={
            <LinkButton href="/contacts/imports/new" variant={imported ? 'default' : 'filled'}>
              Import contacts
            </LinkButton>
          }
        >
          {imported
            ? `You have ${formatCountOf(props.contacts, 'contact')}.`
            : 'Drop a CSV file, check its columns, and say how these people agreed.'}
        </Step>
        <Step
          number={2}
          title="Write and launch a campaign"
          action={
            <NewCampaignButton variant={imported ? 'filled' : 'default'}>Write a campaign</NewCampaignButton>
          }
        >
          See audience, cost and finish time before anything is sent.
        </Step>
        <Step
          number={3}
          title={simulator ? 'Watch it arrive on the handsets' : 'Watch the live report'}
          action={
            simulator ? (
              <LinkButton href={simulator.url} newTab variant="default">
                Open the handsets
              </LinkButton>
            ) : (
              <LinkButton href="/campaigns" variant="default">
                Open the campaigns
              </LinkButton>
            )
          }
        >
          {simulator
            ? 'Virtual phones show every text. Tap a link, reply, or reply STOP.'
            : 'Deliveries, replies, clicks and opt-outs appear while it is sent.'}
        </Step>
      </ol>
    </Card>
  );
}

function Step(props: {
  number: number;
  done?: boolean;
  title: string;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-4 py-4 first:pt-1 last:pb-1">
      <span
        className={`flex size-8 shrink-0 items-center justify-center rounded-full text-sm font-semibold ${
          props.done ? 'bg-accent text-surface' : 'bg-sunken text-ink'
        }`}
      >
        {props.done ? <IconCheck size={17} aria-label="Done" /> : props.number}
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <h3 className="text-sm font-semibold">{props.title}</h3>
        <p className="text-sm text-soft">{props.children}</p>
      </div>
      {props.action}
    </li>
  );
}
