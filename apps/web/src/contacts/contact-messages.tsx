'use client';

import { Button } from '@mantine/core';
import { contactMessagePage, type ContactMessage } from '@sms-crm/contracts/messages';
import { useState } from 'react';
import { resource } from '../api/resource.ts';
import { useResource } from '../api/use-resource.ts';
import { MessageStatusMark } from '../reports/message-status-mark.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowLink } from '../ui/row-link.tsx';

/** A page of few: the whole thread is in the inbox. */
const messagesOf = (id: string, cursor: string) =>
  resource(`/v1/contacts/${id}/messages`, contactMessagePage, { limit: 10, cursor });

/** What this person was sent, what was held back and why, and what they wrote. */
export function ContactMessages({ id }: { id: string }) {
  const [cursor, setCursor] = useState('');
  const { data, error, isPlaceholderData, refetch } = useResource(messagesOf(id, cursor));
  const older = data?.nextCursor ?? null;
  if (error && !data) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  return (
    <Card title="Texts">
      {data?.items.length === 0 && <p className="text-sm text-soft">None yet.</p>}
      <ul aria-busy={!data || isPlaceholderData} className="flex flex-col divide-y divide-line">
        {data?.items.map((message) => (
          <li key={message.id} className="py-3 first:pt-0 last:pb-0">
            <Text message={message} />
          </li>
        ))}
      </ul>
      {(cursor !== '' || older !== null) && (
        <div className="mt-4 flex justify-end gap-2">
          <Button size="xs" variant="default" disabled={cursor === ''} onClick={() => setCursor('')}>
            Newest
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={older === null}
            onClick={() => setCursor(older ?? '')}
          >
            Older
          </Button>
        </div>
      )}
    </Card>
  );
}

function Text({ message }: { message: ContactMessage }) {
  const why = message.reasonWords ?? message.errorWords;
  const did = [message.clicked && 'Opened its link', message.replied && 'Answered it'].filter(Boolean);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <RowLink href={`/messages/${message.id}`}>{titleOf(message)}</RowLink>
        <span className="flex flex-wrap items-center gap-x-4 text-sm text-soft">
          <MessageStatusMark status={message.status} retryAt={message.retryAt} />
          <Moment at={message.createdAt} />
        </span>
      </div>
      {message.body && <p className="mt-1 line-clamp-2 text-sm text-soft">{message.body}</p>}
      {why && <p className="mt-1 text-sm">{why}</p>}
      {did.length > 0 && <p className="mt-1 text-sm">{did.join(' · ')}</p>}
    </>
  );
}

function titleOf({ direction, campaignName }: ContactMessage): string {
  return direction === 'inbound' ? 'Received' : (campaignName ?? 'Single text');
}
