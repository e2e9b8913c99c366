'use client';

import { Button } from '@mantine/core';
import type { ThreadMessage } from '@sms-crm/contracts/conversations';
import { messageStatusWords } from '@sms-crm/contracts/message-status';
import Link from 'next/link';
import { formatClock } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { Media } from '../messages/media.tsx';
import { Retries } from '../messages/retries.tsx';
import { memberName } from './names.ts';
import { writeAgain } from './use-draft.ts';

const bubble =
  'w-fit max-w-[85%] rounded-2xl px-3.5 py-2 text-[0.9375rem] leading-snug [overflow-wrap:anywhere] whitespace-pre-wrap';

/** One text: theirs at the left, ours at the right, a campaign's folded behind its name. */
export function TextBubble({ text }: { text: ThreadMessage }) {
  const isOurs = text.direction === 'outbound';
  return (
    <div className={`flex flex-col gap-1 ${isOurs ? 'items-end' : 'items-start'}`}>
      <Words text={text} isOurs={isOurs} />
      <Media media={text.media} />
      <Below text={text} />
    </div>
  );
}

function Words({ text, isOurs }: { text: ThreadMessage; isOurs: boolean }) {
  if (text.campaign && isOurs) {
    return (
      <details className={`${bubble} bg-sunken`}>
        <summary className="cursor-pointer text-sm font-medium">{text.campaign.name} (campaign)</summary>
        {text.body}
      </details>
    );
  }
  if (text.body === '' && text.media.length > 0) return null;
  return (
    <p className={`${bubble} ${isOurs ? 'rounded-br-md bg-accent-tint' : 'rounded-bl-md bg-sunken'}`}>
      {text.body === '' ? <em>No text</em> : text.body}
    </p>
  );
}

const sentByItself: ReadonlySet<ThreadMessage['kind']> = new Set([
  'auto-reply',
  'help',
  'opt-out-confirmation',
]);

/** Who wrote it, how far it got, and when. */
function Below({ text }: { text: ThreadMessage }) {
  const { tenant } = useSession();
  const facts = text.direction === 'outbound' ? [writerOf(text), statusOf(text)] : [];
  return (
    <>
      <p className="text-xs text-soft">
        {facts.map((fact) => (fact === '' ? '' : `${fact} · `)).join('')}
        <time dateTime={text.at} suppressHydrationWarning>
          {formatClock(text.at, tenant.timeZone)}
        </time>
      </p>
      {text.failure && <Failure text={text} failure={text.failure} />}
      {text.review && <Review review={text.review} />}
    </>
  );
}

const reviewWords: Readonly<Record<NonNullable<ThreadMessage['review']>, string>> = {
  waits: 'This may be an opt-out: its writer gets no marketing until somebody decides.',
  'opt-out': 'Decided: an opt-out.',
  'not-opt-out': 'Decided: no opt-out.',
};

function Review({ review }: { review: NonNullable<ThreadMessage['review']> }) {
  return (
    <p className="max-w-[85%] text-sm text-soft">
      {reviewWords[review]}{' '}
      {review === 'waits' && (
        <Link href="/opt-outs" className="link">
          Decide it
        </Link>
      )}
    </p>
  );
}

function statusOf({ status, failure }: ThreadMessage): string {
  return failure?.retryAt ? 'To be tried again' : messageStatusWords[status];
}

function writerOf({ author, kind }: ThreadMessage): string {
  if (author !== null) return memberName(author);
  return sentByItself.has(kind) ? 'Automatic' : '';
}

function Failure(props: { text: ThreadMessage; failure: NonNullable<ThreadMessage['failure']> }) {
  const { words, fix, retryAt } = props.failure;
  return (
    <div className="max-w-[85%] text-right text-sm">
      <p className="font-medium text-bad">{words}</p>
      {fix !== '' && <p className="text-soft">{fix}</p>}
      {retryAt && (
        <p className="text-soft">
          <Retries at={retryAt} />
        </p>
      )}
      {props.text.kind === 'reply' && !retryAt && (
        <Button variant="subtle" size="compact-xs" onClick={() => writeAgain(props.text.body)}>
          Write it again
        </Button>
      )}
    </div>
  );
}
