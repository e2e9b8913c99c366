import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';
import type { MessageDetail } from './message-page.tsx';

/** Everything that happened to one text, oldest first. */
export function Events({ events }: { events: MessageDetail['events'] }) {
  return (
    <Card title="What happened">
      {events.length === 0 ? (
        <p className="text-sm text-soft">Nothing yet.</p>
      ) : (
        <ol aria-label="What happened" className="flex flex-col gap-3 border-l-2 border-line pl-4 text-sm">
          {events.map((event) => (
            <li key={event.id}>
              <p>
                <span className="font-medium">{sentence(event.type)}</span>
                {event.attempt > 1 && <span className="text-soft"> · attempt {event.attempt}</span>}
              </p>
              {event.detail && <p className="text-soft [overflow-wrap:anywhere]">{event.detail}</p>}
              <p className="text-xs text-soft">
                <Moment at={event.at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

/** `handed-over` → `Handed over`. */
function sentence(type: string): string {
  const words = type.replaceAll(/[-_.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
