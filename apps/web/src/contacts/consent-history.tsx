import { maxConsentEvents, type ConsentEvent } from '@sms-crm/contracts/contacts';
import Link from 'next/link';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';
import { consentEventWords, sourceWords } from './contact-words.ts';

/** The evidence of what this contact agreed to: how, when, in which words, and how we came to know. */
export function ConsentHistory({ events }: { events: ConsentEvent[] }) {
  return (
    <Card title="Evidence of agreement">
      {events.length === 0 ? (
        <p className="text-sm text-soft">Nothing is recorded yet.</p>
      ) : (
        <ol className="flex flex-col gap-4 text-sm">
          {events.map((event) => (
            <li key={event.id}>
              <Evidence event={event} />
            </li>
          ))}
        </ol>
      )}
      {events.length === maxConsentEvents && (
        <p className="mt-3 text-xs text-soft">The latest {maxConsentEvents} are shown.</p>
      )}
    </Card>
  );
}

function Evidence({ event }: { event: ConsentEvent }) {
  const { agreedAt, wording } = event;
  return (
    <>
      <p>
        <strong className="font-medium">{consentEventWords[event.type]}</strong>
        {agreedAt && (
          <>
            {' '}
            · <Moment at={agreedAt} />
          </>
        )}
      </p>
      <p className="text-soft">{sourceWords(event.source)}</p>
      {wording && <blockquote className="mt-1 border-l-2 border-line pl-3 italic">{wording}</blockquote>}
      <p className="mt-1 text-xs text-soft">
        Recorded <Moment at={event.createdAt} /> by {event.actor}
        <Origin event={event} />
      </p>
    </>
  );
}

function Origin({ event }: { event: ConsentEvent }) {
  if (event.importId === null) return null;
  return (
    <>
      , with the file{' '}
      <Link href={`/contacts/imports/${event.importId}`} className="link">
        {event.importName ?? 'of an import'}
      </Link>
    </>
  );
}
