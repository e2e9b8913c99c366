'use client';

import type { z } from 'zod';
import type { messageDetail } from '@sms-crm/contracts/messages';
import Link from 'next/link';
import { useResource } from '../api/use-resource.ts';
import { Bubble } from '../campaigns/bubble.tsx';
import { formatMoney } from '../format/money.ts';
import { formatPhone } from '../format/phones.ts';
import { MessageStatusMark } from '../reports/message-status-mark.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Facts } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Phone } from '../ui/phone.tsx';
import { Events } from './events.tsx';
import { Gates } from './gates.tsx';
import { Media } from './media.tsx';
import { oneMessage } from './resources.ts';
import { Retries } from './retries.tsx';
import { Waits } from './waits.tsx';

/** A text that waits may move any moment; milliseconds between two looks. */
const refreshMs = 5_000;

export type MessageDetail = z.infer<typeof messageDetail>;

/** Why this person did or did not get this text. */
export function MessagePage({ id }: { id: string }) {
  const { data, error, refetch } = useResource(oneMessage(id), { refetchInterval: refreshMs });
  if (error && !data) {
    return (
      <>
        <PageHeader title="Text" back={{ href: '/campaigns', label: 'Campaigns' }} />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <PageSkeleton title="Text" />;
  const who = data.contactName || formatPhone(data.to);
  return (
    <>
      <PageHeader
        title={data.direction === 'inbound' ? 'Text received' : `Text to ${who}`}
        back={
          data.campaignId
            ? { href: `/campaigns/${data.campaignId}/messages`, label: 'People of the campaign' }
            : { href: '/campaigns', label: 'Campaigns' }
        }
        about={
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <MessageStatusMark status={data.status} retryAt={data.retryAt} />
            <Phone value={data.to} />
          </div>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <Outcome message={data} />
          {data.why && <Gates why={data.why} />}
          {data.why && data.why.waits.length > 0 && <Waits waits={data.why.waits} />}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <TextCard message={data} />
          <Events events={data.events} />
        </div>
      </div>
    </>
  );
}

/** The outcome in one sentence, with what to do about it. */
function Outcome({ message }: { message: MessageDetail }) {
  const words = message.reasonWords ?? message.errorWords;
  const quiet = message.why?.quietHours;
  if (!words && !quiet) return null;
  return (
    <Card title="What became of it">
      {words && (
        <p className="text-sm font-medium">
          {words}
          {message.errorCode && (
            <span className="numeric text-xs font-normal text-soft"> · error {message.errorCode}</span>
          )}
        </p>
      )}
      {message.retryAt ? (
        <p className="mt-1 text-sm">
          <Retries at={message.retryAt} />
        </p>
      ) : (
        message.errorAction && <p className="mt-1 text-sm text-soft">{message.errorAction}</p>
      )}
      {quiet && <p className="mt-2 text-sm text-soft">{quiet}</p>}
    </Card>
  );
}

function TextCard({ message }: { message: MessageDetail }) {
  const { contactId, from, costMicros } = message;
  return (
    <Card title="The text">
      {message.body ? (
        <Bubble body={message.body} />
      ) : (
        <p className="text-sm text-soft">
          {message.status === 'queued'
            ? 'It is written when its turn comes.'
            : 'No text was made for this contact.'}
        </p>
      )}
      <Media media={message.media} />
      <div className="mt-4">
        <Facts
          rows={[
            {
              term: 'Contact',
              value: contactId ? (
                <Link className="link" href={`/contacts/${contactId}`}>
                  {message.contactName || 'No name'}
                </Link>
              ) : (
                '–'
              ),
            },
            { term: 'From', value: from ? <Phone value={from} /> : '–' },
            { term: 'Parts', value: message.parts },
            { term: 'Cost', value: costMicros === null ? '–' : formatMoney(costMicros) },
            { term: 'Made', value: <Moment at={message.createdAt} /> },
          ]}
        />
      </div>
    </Card>
  );
}
