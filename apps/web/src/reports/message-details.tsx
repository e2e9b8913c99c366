'use client';

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Message } from '@sms-crm/contracts/messages';
import { messageDetail } from '@sms-crm/contracts/messages';
import { resource } from '../api/resource.ts';
import { useResource } from '../api/use-resource.ts';
import { Bubble } from '../campaigns/bubble.tsx';
import { formatPhone } from '../format/phones.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Moment } from '../ui/moment.tsx';

/** The button and the dialog with everything that happened to one text. */
export function MessageDetails({ message }: { message: Message }) {
  const [opened, { open, close }] = useDisclosure(false);
  const who = message.contactName || formatPhone(message.to);
  return (
    <>
      <Button size="compact-sm" variant="default" aria-label={`Details of the text to ${who}`} onClick={open}>
        Details
      </Button>
      <Dialog opened={opened} onClose={close} title={`Text to ${who}`}>
        <Details message={message} />
      </Dialog>
    </>
  );
}

function Details({ message }: { message: Message }) {
  const detail = useResource(resource(`/v1/messages/${message.id}`, messageDetail));
  const events = detail.data?.events;
  return (
    <div className="flex flex-col gap-5">
      {message.body ? (
        <Bubble body={message.body} />
      ) : (
        <p className="text-sm text-soft">No text was made for this contact.</p>
      )}
      {(message.reasonWords ?? message.errorWords) && (
        <p className="text-sm">{message.reasonWords ?? message.errorWords}.</p>
      )}
      {detail.error && <ErrorBox error={detail.error} onRetry={() => void detail.refetch()} />}
      {events && events.length > 0 && (
        <ol aria-label="What happened" className="flex flex-col gap-2 border-t border-line pt-4 text-sm">
          {events.map((event) => (
            <li key={event.id} className="flex flex-wrap justify-between gap-x-4">
              <span>
                {sentence(event.type)}
                {event.detail && <span className="text-soft"> · {event.detail}</span>}
              </span>
              <span className="text-soft">
                <Moment at={event.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** `handed-over` → `Handed over`. */
function sentence(type: string): string {
  const words = type.replaceAll(/[-_.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
